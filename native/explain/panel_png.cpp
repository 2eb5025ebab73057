#include "explain/panel.hpp"
#include "explain/tile.hpp"

#include <chestlens/encode.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <sstream>

namespace chestlens {
namespace {

constexpr int margin = 20;
constexpr int gap = 10;
constexpr int row_label_width = 176;
constexpr int line_height = 18;
const cv::Scalar ink(31, 41, 55, 255), soft(75, 85, 99, 255), line_color(209, 213, 219, 255),
    accent(0, 114, 178, 255), warning(154, 52, 18, 255);

struct Font {
  double scale = 0.42;
  cv::Scalar color = soft;
  bool bold = false;
};

std::string ascii(const std::string& text) {
  std::string shown;
  for (const char c : text) {
    if (c >= ' ' && c <= '~') shown += c;
    if ((c & 0xC0) == 0xC0) shown += '?';  // the first byte of a longer letter
  }
  return shown;
}

int width_of(const std::string& text, const Font& font) {
  int baseline = 0;
  return cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, font.scale, font.bold ? 2 : 1, &baseline)
      .width;
}

/// Cut short with ".." where it is wider.
std::string cut_to(std::string text, const Font& font, int width) {
  if (width_of(text, font) <= width) return text;
  while (!text.empty() && width_of(text + "..", font) > width) text.pop_back();
  return text + "..";
}

void draw_text(cv::Mat& canvas, const std::string& text, cv::Point at, const Font& font,
               int width) {
  cv::putText(canvas, cut_to(ascii(text), font, width), at, cv::FONT_HERSHEY_SIMPLEX, font.scale,
              font.color, font.bold ? 2 : 1, cv::LINE_AA);
}

/// The first characters of a word that are no wider, at least one.
std::size_t fitting(const std::string& word, const Font& font, int width) {
  std::size_t count = word.size();
  while (count > 1 && width_of(word.substr(0, count), font) > width) --count;
  return count;
}

/// Words put on lines of this width; a word that is wider is broken.
std::vector<std::string> wrapped(const std::string& text, const Font& font, int width) {
  std::vector<std::string> lines(1);
  std::istringstream words(ascii(text));
  for (std::string word; words >> word;) {
    const std::string longer = lines.back().empty() ? word : lines.back() + ' ' + word;
    if (width_of(longer, font) <= width) {
      lines.back() = longer;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    while (width_of(word, font) > width && word.size() > 1) {
      const std::size_t count = fitting(word, font, width);
      lines.back() = word.substr(0, count);
      lines.emplace_back();
      word.erase(0, count);
    }
    lines.back() = word;
  }
  return lines;
}

struct Layout {
  int tile_width = 0, tile_height = 0;
  int width = 0, top = 0, bar_top = 0, notes_top = 0, height = 0;
  std::vector<int> row_heights = {};
  std::vector<std::string> warnings = {}, notes = {};

  int column_left(std::size_t column) const {
    return margin + row_label_width + static_cast<int>(column) * (tile_width + gap);
  }
};

const Font small{.scale = 0.38};
constexpr int small_line_height = line_height - 2;
constexpr int label_width = row_label_width - gap;

/// Paragraphs as lines of this width.
std::vector<std::string> lines_of(const std::vector<std::string>& texts, const Font& font,
                                  int width) {
  std::vector<std::string> lines;
  for (const std::string& text : texts) {
    for (auto& line : wrapped(text, font, width)) lines.push_back(std::move(line));
  }
  return lines;
}

/// As high as the tile with its caption, or what stands beside it.
int height_of(const PanelRow& row, int tile_width, int tile_height) {
  std::size_t caption_lines = 1;
  for (const PanelTile& tile : row.tiles) {
    caption_lines = std::max(caption_lines, wrapped(tile.caption, small, tile_width).size());
  }
  const std::size_t label_lines = lines_of(row.lines, small, label_width).size();
  const int tiles = tile_height + 2 + static_cast<int>(caption_lines) * small_line_height;
  return std::max(tiles, 15 + line_height + static_cast<int>(label_lines) * small_line_height) +
         gap;
}

constexpr int bar_width = 100, bar_height = 10;

/// From one color bar's left end to that of the next.
int width_of(const ColorBar& bar) {
  const Font font;
  return width_of(std::string(bar.least), font) + width_of(std::string(bar.most), font) +
         bar_width + 4 * gap;
}

Layout lay_out(const Panel& panel) {
  constexpr int title_height = 34;
  Layout layout;
  for (const PanelRow& row : panel.rows) {
    for (const PanelTile& tile : row.tiles) {
      layout.tile_width = std::max(layout.tile_width, tile.picture.width_pixels);
      layout.tile_height = std::max(layout.tile_height, tile.picture.height_pixels);
    }
  }
  const int headings = panel.groups.empty() ? 1 : 2;
  layout.width = layout.column_left(std::max<std::size_t>(panel.columns.size(), 2)) - gap + margin;
  int bars_width = 2 * margin;
  for (const ColorBar& bar : color_bars(panel.look)) bars_width += width_of(bar);
  layout.width = std::max(layout.width, bars_width);
  layout.warnings = lines_of(panel.warnings, {}, layout.width - 2 * margin);
  layout.top = margin + title_height + headings * (line_height + 4) +
               static_cast<int>(layout.warnings.size()) * line_height;
  layout.bar_top = layout.top;
  for (const PanelRow& row : panel.rows) {
    layout.row_heights.push_back(height_of(row, layout.tile_width, layout.tile_height));
    layout.bar_top += layout.row_heights.back();
  }
  layout.notes_top = layout.bar_top + 2 * line_height;
  layout.notes = lines_of(panel.notes, {}, layout.width - 2 * margin);
  layout.height =
      layout.notes_top + static_cast<int>(layout.notes.size()) * line_height + margin / 2;
  return layout;
}

void draw_headings(cv::Mat& canvas, const Panel& panel, const Layout& layout) {
  draw_text(canvas, panel.title, {margin, margin + 14}, {.scale = 0.6, .color = ink},
            layout.width - 2 * margin);
  int below = margin + 14 + line_height + 2;
  for (const std::string& line : layout.warnings) {
    draw_text(canvas, line, {margin, below}, {.color = warning}, layout.width);
    below += line_height;
  }
  std::size_t column = 0;
  for (const PanelGroup& group : panel.groups) {
    const int left = layout.column_left(column);
    const int width = static_cast<int>(group.columns) * (layout.tile_width + gap) - gap;
    const int base = layout.top - 2 * line_height - 4;
    draw_text(canvas, group.title, {left, base}, {.scale = 0.48, .color = ink}, width);
    if (!group.title.empty())
      cv::line(canvas, {left, base + 6}, {left + width, base + 6}, line_color);
    column += group.columns;
  }
  for (std::size_t i = 0; i < panel.columns.size(); ++i) {
    draw_text(canvas, panel.columns[i], {layout.column_left(i), layout.top - 8},
              {.scale = 0.46, .color = ink}, layout.tile_width);
  }
}

void draw_tile(cv::Mat& canvas, const PanelTile& tile, int left, int top, const Layout& layout) {
  const RgbaImage& picture = tile.picture;
  if (!picture.pixels.empty()) {
    // OpenCV's interface wants mutable pixels, and does not write into a source.
    const cv::Mat pixels(picture.height_pixels, picture.width_pixels, CV_8UC4,
                         const_cast<std::uint8_t*>(picture.pixels.data()));
    pixels.copyTo(canvas(cv::Rect(left, top, pixels.cols, pixels.rows)));
  }
  int base = top + layout.tile_height + 14;
  for (const std::string& line : wrapped(tile.caption, small, layout.tile_width)) {
    draw_text(canvas, line, {left, base}, small, layout.tile_width);
    base += small_line_height;
  }
}

/// "nothing", the colors, "strongest"; and of both sides beside it.
void draw_color_bars(cv::Mat& canvas, const MapLook& look, int top) {
  const Font font;
  int left = margin;
  for (const ColorBar& shown : color_bars(look)) {
    const std::string least(shown.least), most(shown.most);
    const int bar_left = left + width_of(least, font) + gap;
    draw_text(canvas, least, {left, top + bar_height}, font, canvas.cols);
    RgbaImage bar = color_bar(bar_width, bar_height, shown.colors);
    cv::Mat(bar_height, bar_width, CV_8UC4, bar.pixels.data())
        .copyTo(canvas(cv::Rect(bar_left, top, bar_width, bar_height)));
    draw_text(canvas, most, {bar_left + bar_width + gap, top + bar_height}, font, canvas.cols);
    left += width_of(shown);
  }
}

void draw_row(cv::Mat& canvas, const PanelRow& row, int top, const Layout& layout) {
  if (row.is_marked) cv::rectangle(canvas, cv::Rect(margin - 8, top, 3, 22), accent, cv::FILLED);
  draw_text(canvas, row.title, {margin, top + 15},
            {.scale = 0.52, .color = row.is_marked ? accent : ink}, label_width);
  int base = top + 15 + line_height;
  for (const std::string& line : lines_of(row.lines, small, label_width)) {
    draw_text(canvas, line, {margin, base}, small, label_width);
    base += small_line_height;
  }
  for (std::size_t i = 0; i < row.tiles.size(); ++i) {
    draw_tile(canvas, row.tiles[i], layout.column_left(i), top, layout);
  }
}

}  // namespace

Result<std::vector<std::byte>> to_png(const Panel& panel) {
  const Layout layout = lay_out(panel);
  RgbaImage image{layout.width, layout.height, {}};
  image.pixels.assign(4 * area_pixels(layout.width, layout.height), 255);
  cv::Mat canvas(layout.height, layout.width, CV_8UC4, image.pixels.data());
  draw_headings(canvas, panel, layout);
  int top = layout.top;
  for (std::size_t i = 0; i < panel.rows.size(); ++i) {
    draw_row(canvas, panel.rows[i], top, layout);
    top += layout.row_heights[i];
  }
  draw_color_bars(canvas, panel.look, layout.bar_top);
  int base = layout.notes_top;
  for (const std::string& line : layout.notes) {
    draw_text(canvas, line, {margin, base}, {}, layout.width);
    base += line_height;
  }
  return encode_png(image);
}

}  // namespace chestlens
