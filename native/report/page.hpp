#pragma once

#include "io/markdown.hpp"
#include "io/output.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct PageFact {
  std::string name;
  std::string value;
};

struct PageTable {
  std::string title = {};
  TextRow header = {};
  std::vector<TextRow> rows = {};  // each as long as the header, its first cell the row's name
  std::size_t words = 1;           // columns that hold words; the others hold figures
};

/// A chart with a file of its own beside the page.
struct PageFigure {
  std::string file;  // "roc-test.svg"
  std::string title;
  std::string svg;
};

/// A film, and the same with a heat-map over it, as data: URIs.
struct PageFilm {
  std::string caption;
  std::string film_uri;
  std::string overlay_uri;
};

struct PageSection {
  std::string title;
  std::vector<std::string> notes = {};  // a paragraph each
  std::vector<PageFact> facts = {};
  std::vector<PageTable> tables = {};
  std::vector<PageFigure> figures = {};
  std::vector<PageFilm> films = {};
  std::string verbatim = {};  // a recipe's text, say, folded away in the page
};

/// What is said of a run or a bundle, for a terminal and for a browser. Texts may hold any bytes.
struct Page {
  std::string title;
  std::string lead;
  std::vector<PageSection> sections;
};

/// Facts, tables and notes as lines; figures, films and what is verbatim are the browser's.
std::string to_text(const Page& page);

/// A whole HTML document that needs nothing beside it: light and dark as the reader has it, tables
/// with headers, figures inline, no script.
std::string to_html(const Page& page);

/// A folder that check_output_folder allows is written as a whole: index.html, each figure by
/// itself, and the list of both by which it is known again. check_page_folder asks before the work.
/// Errors: invalid_argument, io.
Status check_page_folder(const std::filesystem::path& folder, const OutputRule& rule);
Status write_page(const std::filesystem::path& folder, const Page& page, const OutputRule& rule);

}  // namespace chestlens
