#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace analyzer {

// The help of the program and its subcommands: in lines that fit the terminal, at most a hundred
// columns, with each option's description beside or under it.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat();

  std::string make_description(const CLI::App* app) const override;
  std::string make_usage(const CLI::App* app, std::string name) const override;
  std::string make_option(const CLI::Option* option, bool positional) const override;
  std::string make_subcommand(const CLI::App* subcommand) const override;
  std::string make_footer(const CLI::App* app) const override;

 private:
  std::string Entry(const std::string& name, const std::string& description) const;

  size_t width_;
};

}  // namespace analyzer
