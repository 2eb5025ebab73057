#include "check.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace chestlens::architecture {
namespace {

struct Arrow {
  std::string to;
  int line = 0;
};

/// One file and what it includes: files of the tree, and libraries that the plan holds in rooms.
struct Node {
  const Room* room = nullptr;
  std::vector<Arrow> files;
  std::vector<Arrow> libraries;
};

using Tree = std::map<std::string, Node>;
using Findings = std::vector<std::string>;

std::string place(const std::string& path, int line) {
  return path + ":" + std::to_string(line) + ": ";
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void add_arrows(Tree& tree, const SourceFile& file, Findings& findings) {
  Node& node = tree[file.path];
  for (const Include& include : includes_of(file.text)) {
    const auto paths = candidates(file.path, include);
    const auto found =
        std::ranges::find_if(paths, [&](const auto& path) { return tree.contains(path); });
    if (found != paths.end()) {
      node.files.push_back({*found, include.line});
    } else if (const auto library = library_of(include.name); !library.empty()) {
      node.libraries.push_back({std::string(library), include.line});
    } else if (include.quoted) {
      findings.push_back(place(file.path, include.line) + "no file " + include.name);
    }
  }
}

void check_rooms(const Tree& tree, const std::string& path, const Node& node, Findings& findings) {
  for (const Arrow& arrow : node.files) {
    const Room* other = tree.at(arrow.to).room;
    if (other == nullptr || other == node.room || contains(node.room->rooms, other->folder)) {
      continue;
    }
    findings.push_back(place(path, arrow.line) + node.room->folder + " may not include " +
                       other->folder + " (" + arrow.to + ")");
  }
}

/// Libraries that a file sees, with the include that leads there.
void check_libraries(const Tree& tree, const std::string& path, const Node& node,
                     Findings& findings) {
  const auto look = [&](const std::string& name, int line, const std::string& way) {
    if (contains(node.room->libraries, name)) return;
    findings.push_back(place(path, line) + node.room->folder + " may not include " + name + way);
  };
  for (const Arrow& arrow : node.libraries) look(arrow.to, arrow.line, "");
  for (const Arrow& arrow : node.files) {
    std::set<std::string> seen{path}, libraries;
    std::vector<std::string> waiting{arrow.to};
    while (!waiting.empty()) {
      const std::string file = waiting.back();
      waiting.pop_back();
      if (!seen.insert(file).second) continue;
      for (const Arrow& next : tree.at(file).libraries) libraries.insert(next.to);
      for (const Arrow& next : tree.at(file).files) waiting.push_back(next.to);
    }
    for (const auto& library : libraries)
      look(library, arrow.line, " (by way of " + arrow.to + ")");
  }
}

/// Depth first; `trail` is the way from the start to `path`.
void find_circles(const Tree& tree, const std::string& path, std::vector<std::string>& trail,
                  std::set<std::string>& done, Findings& findings) {
  const auto start = std::ranges::find(trail, path);
  if (start != trail.end()) {
    std::string circle;
    for (auto file = start; file != trail.end(); ++file) circle += *file + " -> ";
    findings.push_back("a circle: " + circle + path);
    return;
  }
  if (done.contains(path)) return;
  trail.push_back(path);
  for (const Arrow& arrow : tree.at(path).files) {
    find_circles(tree, arrow.to, trail, done, findings);
  }
  trail.pop_back();
  done.insert(path);
}

void check_folders(const Tree& tree, std::span<const Room> plan, Findings& findings) {
  std::set<std::string> homeless;
  for (const auto& [path, node] : tree) {
    if (node.room == nullptr) homeless.insert(path.substr(0, path.rfind('/')));
  }
  for (const std::string& folder : homeless) findings.push_back(folder + " is no room of the plan");
  for (const Room& room : plan) {
    if (std::ranges::none_of(tree, [&](const auto& file) { return file.second.room == &room; })) {
      findings.push_back(room.folder + " is a room of the plan, but holds no file");
    }
  }
}

/// Whether `text` has `name` as a word of its own: b.cpp is not in "ab.cpp" nor in "a/b.cpp".
bool has_word(const std::string& text, const std::string& name) {
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' ||
           c == '/';
  };
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> forgotten_sources(std::span<const SourceFile> files,
                                           std::span<const SourceFile> lists) {
  Findings findings;
  for (const SourceFile& file : files) {
    if (!file.path.ends_with(".cpp")) continue;
    const bool is_named = std::ranges::any_of(lists, [&](const SourceFile& list) {
      const std::string folder = list.path.substr(0, list.path.rfind('/') + 1);
      return file.path.starts_with(folder) && has_word(list.text, file.path.substr(folder.size()));
    });
    if (!is_named) findings.push_back(file.path + " is in no CMakeLists.txt");
  }
  return findings;
}

std::vector<std::string> violations(std::span<const SourceFile> files, std::span<const Room> plan) {
  Tree tree;
  for (const SourceFile& file : files) tree[file.path].room = room_of(plan, file.path);
  Findings findings;
  for (const SourceFile& file : files) add_arrows(tree, file, findings);
  for (const auto& [path, node] : tree) {
    if (node.room == nullptr || node.room->includes_everything) continue;
    check_rooms(tree, path, node, findings);
    check_libraries(tree, path, node, findings);
  }
  std::vector<std::string> trail;
  std::set<std::string> done;
  for (const auto& [path, node] : tree) find_circles(tree, path, trail, done, findings);
  check_folders(tree, plan, findings);
  return findings;
}

}  // namespace chestlens::architecture
