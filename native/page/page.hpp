#pragma once

#include "io/markdown.hpp"
#include "io/output_folder.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
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
  bool is_wide = false;  // has a line of its own
};

/// How a point is set off: by a word before it, too, so that none depends on its color.
enum class PageTone : std::uint8_t { plain, good, caution, alarm };

/// What a reader must not miss, in a frame.
struct PagePoint {
  std::string title;
  std::string text;
  PageTone tone = PageTone::plain;
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
  std::vector<PagePoint> points = {};
  std::vector<std::string> panels = {};    // HTML by which other rooms draw their pictures
  std::vector<std::string> commands = {};  // that make all of it again
  bool is_sheet = false;                   // in print, a sheet of its own
};

/// What is said of a run or a bundle, for a terminal and for a browser. Texts may hold any bytes.
struct Page {
  std::string title;
  std::string lead;
  std::vector<PageSection> sections;
  std::string style = {};  // CSS that the panels want
};

/// Facts, tables, points and notes as lines; pictures, commands and what is verbatim are the
/// browser's.
std::string to_text(const Page& page);

/// A whole HTML document that needs nothing beside it: light and dark as the reader has it, tables
/// with headers, figures inline, no script; in print on A4, light.
std::string to_html(const Page& page);

/// The document under this name, and each figure's file.
std::vector<OutputFile> page_files(const Page& page, std::string name);

/// A folder that check_output_folder allows is written as a whole: index.html, each figure by
/// itself, and the list of both by which it is known again. check_page_folder asks before the work.
/// Errors: invalid_argument, io.
Status check_page_folder(const std::filesystem::path& folder, const OutputRule& rule);
Status write_page(const std::filesystem::path& folder, const Page& page, const OutputRule& rule);

}  // namespace chestlens
