#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

struct PanelTile {
  RgbaImage picture;
  std::string caption = {};      // under it, one line
  std::string alternative = {};  // what it shows, for who does not see it
};

struct PanelRow {
  std::string title;                    // "covid19"
  std::vector<std::string> lines = {};  // beside the tiles: probability, logit
  std::vector<PanelTile> tiles = {};    // as many as the panel has columns
  bool is_marked = false;               // the predicted class, say
};

/// A heading over some columns in a row.
struct PanelGroup {
  std::string title;
  std::size_t columns = 1;
};

/// Pictures in rows and columns, for a page and as a picture of their own.
struct Panel {
  std::string title;
  std::vector<PanelGroup> groups = {};  // none, or all columns have one
  std::vector<std::string> columns = {};
  std::vector<PanelRow> rows = {};
  std::vector<std::string> notes = {};  // under it: how to read it
};

/// A PNG of the panel on white. Letters beyond ASCII are drawn as "?". Errors: those of encode_png.
Result<std::vector<std::byte>> to_png(const Panel& panel);

/// A section of an HTML document, pictures within it. Errors: those of encode_png.
Result<std::string> to_html(const Panel& panel);

}  // namespace chestlens
