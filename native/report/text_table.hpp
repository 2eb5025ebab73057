#pragma once

#include <string>
#include <vector>

namespace chestlens {

/// A table for people: the first column names the row, the others hold figures.
struct TextTable {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as the header
};

/// Pipe table under a heading of level 3, figures to the right.
std::string to_markdown(const TextTable& table);

/// <h2> and <table>, texts escaped.
std::string to_html(const TextTable& table);

}  // namespace chestlens
