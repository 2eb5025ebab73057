#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/map_words.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

struct PanelTile {
  RgbaImage picture;
  std::string caption = {};      // under it, on as many lines as it takes
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
  std::vector<std::string> warnings = {};  // before all else: what the answers are worth
  std::vector<PanelGroup> groups = {};     // none, or all columns have one
  std::vector<std::string> columns = {};
  std::vector<PanelRow> rows = {};
  std::vector<std::string> notes = {};  // under it: how to read it
  MapLook look = {};                    // of the tiles' colors
};

/// A PNG of the panel on white. Letters beyond ASCII are drawn as "?". Errors: those of encode_png.
Result<std::vector<std::byte>> to_png(const Panel& panel);

/// A section of an HTML document under a heading of that level, pictures within it; it wants
/// panel_style, and the document's colors --ink, --soft, --line and --accent. Errors: those of
/// encode_png.
Result<std::string> to_html(const Panel& panel, int heading = 2);

inline constexpr const char* panel_style = R"(
.panel table { border-collapse: separate; border-spacing: .6rem .5rem; width: auto; }
.panel th, .panel td { border: 0; padding: 0; text-align: left; vertical-align: top;
  white-space: normal; }
.panel th { font-weight: 600; color: var(--ink); }
.panel thead th { vertical-align: bottom; }
.panel th.group { border-bottom: 1px solid var(--line); }
.panel tbody th { min-width: 9rem; font-weight: 400; font-variant-numeric: tabular-nums; }
.panel tr.marked b { color: var(--accent); }
.panel th span, .panel td span { display: block; font-size: .82rem; color: var(--soft);
  font-weight: 400; overflow-wrap: anywhere; }
.panel td span { max-width: 12.5rem; }
.panel p.trust { font-weight: 600; }
.panel td.none { color: var(--soft); font-size: .85rem; }
.panel img { display: block; max-width: none; border-radius: 3px; }
.panel .bar img { display: inline; margin: 0 .4rem; }
@media print { .panel { break-inside: avoid; } .panel .scroll { overflow: visible; }
  .panel table { border-spacing: .15rem; width: 100%; max-width: 135mm; table-layout: fixed; }
  .panel tbody th { min-width: 0; padding-right: .3rem; } .panel th span, .panel td span {
  font-size: 7pt; line-height: 1.25; }
  .panel td img { width: 100%; height: auto; } }
)";

}  // namespace chestlens
