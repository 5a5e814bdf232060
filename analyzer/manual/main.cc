// Writes the manual pages and the completions of shells: write_manual FOLDER DATE

#include <filesystem>
#include <fstream>
#include <iostream>

#include "analyzer/manual/completion.h"
#include "analyzer/manual/man_page.h"

using namespace analyzer;

namespace {

bool WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) std::cerr << "write_manual: cannot write " << path.string() << "\n";
  return bool(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: write_manual FOLDER DATE\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const std::vector<CommandDefinition> all = Definitions();
  bool done = WriteFile(folder / "bash" / "import-analyzer", BashCompletion(all)) &&
              WriteFile(folder / "zsh" / "_import-analyzer", ZshCompletion(all)) &&
              WriteFile(folder / "fish" / "import-analyzer.fish", FishCompletion(all));
  for (const CommandDefinition& command : all) {
    done = done && WriteFile(folder / "man1" / (PageNameOf(command) + ".1"),
                             ManPage(command, all, argv[2]));
  }
  return done ? 0 : 3;
}
