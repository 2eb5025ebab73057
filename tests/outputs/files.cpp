#include "files.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"

namespace chestlens::test {

namespace fs = std::filesystem;

Files files_of(const fs::path& folder) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    if (entry.is_symlink()) {
      files[name] = "to " + fs::read_symlink(entry.path()).string();
    } else if (entry.is_regular_file()) {
      files[name] = must(read_text(entry.path()));
    }
  }
  return files;
}

std::vector<std::string> differences(const Files& before, const Files& after) {
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : before) {
    const auto found = after.find(path);
    if (found == after.end() || found->second != bytes) paths.push_back(path);
  }
  for (const auto& [path, bytes] : after) {
    if (!before.contains(path)) paths.push_back(path);
  }
  return paths;
}

void write_precious(const fs::path& folder) {
  for (const char* name :
       {"film.png",         "film-overlay.png", "manifest.csv",   "problems.csv",
        "model.json",       "model.onnx",       "reference.f32",  "catalog.json",
        "recipe.toml",      "log.jsonl",        "split.csv",      "run.json",
        "best.safetensors", "table.md",         "classes.svg",    "SHA256SUMS",
        "README.txt",       ".hidden",          "deep/notes.txt", "normal/phantom_000000.png"}) {
    must(write_file_atomic(folder / name, std::string("precious ") + name));
  }
}

}  // namespace chestlens::test
