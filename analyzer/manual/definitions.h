#pragma once

#include <string>
#include <vector>

namespace analyzer {

// What a shell offers for a value.
enum class Offer { kNothing, kWords, kFiles, kFolders };

// An option, or an argument by its position.
struct Definition {
  std::vector<std::string> names;  // with their hyphens, the long one first; of an argument one
  std::string value;               // the name of its value, like FILE; empty: it takes none
  std::string description;
  std::string environment;  // the variable that sets it; empty: none
  bool is_required = false;
  bool is_list = false;      // of words with commas between
  bool is_repeated = false;  // may come several times
  bool is_common = false;    // an option of every subcommand
  Offer offer = Offer::kNothing;
  std::vector<std::string> words;  // of kWords
};

// A subcommand, or the program itself.
struct CommandDefinition {
  std::string name;  // empty: the program
  std::string description;
  std::vector<Definition> arguments;
  std::vector<Definition> options;
  std::vector<std::string> notes;     // lines; those of an example are indented
  std::vector<std::string> examples;  // whole command lines
  std::vector<std::string> statuses;  // "0 done", one for each exit status
};

// All that can be typed, as MakeCommandLine() defines it: the program first, then its subcommands.
std::vector<CommandDefinition> Definitions();

}  // namespace analyzer
