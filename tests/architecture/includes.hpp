#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chestlens::architecture {

struct SourceFile {
  std::string path;  // from the checkout's root
  std::string text;
};

struct Include {
  std::string name;
  bool quoted = false;  // "name", not <name>
  int line = 0;         // from 1
};

/// The #include lines of a source's text.
std::vector<Include> includes_of(std::string_view text);

/// The paths at which a file at `path` may find `include`, by the include folders of this project's
/// targets; the first that is there is meant.
std::vector<std::string> candidates(std::string_view path, const Include& include);

}  // namespace chestlens::architecture
