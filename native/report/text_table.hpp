#pragma once

#include "io/markdown.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// A table for people: the first column names the row, the others hold figures.
struct TextTable {
  std::string title;
  TextRow header;
  std::vector<TextRow> rows;  // each as long as the header
};

/// A Markdown table under a heading of level 3, figures aligned to the right.
std::string to_markdown(const TextTable& table);

/// <h2> and <table>, texts escaped.
std::string to_html(const TextTable& table);

}  // namespace chestlens
