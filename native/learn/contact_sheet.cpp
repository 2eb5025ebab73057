#include "learn/contact_sheet.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace chestlens {
namespace {

using Canvas = cv::Mat3b;  // RGB

struct Lettering {
  double height_pixels = 0.0;  // of a capital
  cv::Vec3b color;
};

const cv::Vec3b background{16, 19, 23};
const Lettering title_lettering{12.0, {236, 240, 244}};
const Lettering row_lettering{9.5, {236, 240, 244}};
const Lettering caption_lettering{8.0, {156, 168, 180}};
constexpr int margin_pixels = 24;
constexpr int gap_pixels = 12;      // between the films of a row
constexpr int row_gap_pixels = 22;  // above a row's title
constexpr int caption_line_pixels = 17;
constexpr int title_line_pixels = 26;

/// Hershey strokes have whole pixels: drawn enlarged, they are thin enough when averaged.
constexpr int enlarged = 4;
constexpr int stroke_pixels = 5;
constexpr int font = cv::FONT_HERSHEY_SIMPLEX;

double font_scale(const Lettering& lettering) {
  constexpr double hershey_capital = 21.0;
  return enlarged * lettering.height_pixels / hershey_capital;
}

double width_pixels(const std::string& text, const Lettering& lettering) {
  int below = 0;
  const cv::Size size = cv::getTextSize(text, font, font_scale(lettering), stroke_pixels, &below);
  return static_cast<double>(size.width) / enlarged;
}

/// Writes on a line whose upper left corner is `corner`; what leaves the canvas is cut.
void write(Canvas& canvas, const std::string& text, cv::Point corner, const Lettering& lettering) {
  const int height = static_cast<int>(2.0 * lettering.height_pixels);
  const cv::Rect box =
      cv::Rect(corner.x, corner.y, static_cast<int>(width_pixels(text, lettering)) + 2, height) &
      cv::Rect(cv::Point(), canvas.size());
  if (box.empty()) return;
  cv::Mat1b drawn(box.height * enlarged, box.width * enlarged, uchar{0});
  const auto baseline = static_cast<int>(1.4 * enlarged * lettering.height_pixels);
  cv::putText(drawn, text, {0, baseline}, font, font_scale(lettering), 255, stroke_pixels,
              cv::LINE_AA);
  cv::Mat1b cover;
  cv::resize(drawn, cover, box.size(), 0.0, 0.0, cv::INTER_AREA);
  for (int y = 0; y < box.height; ++y) {
    for (int x = 0; x < box.width; ++x) {
      cv::Vec3b& pixel = canvas(box.y + y, box.x + x);
      const double share = cover(y, x) / 255.0;
      pixel = cv::Vec3d(pixel) * (1.0 - share) + cv::Vec3d(lettering.color) * share;
    }
  }
}

/// Words joined to lines no wider than `width`; a longer word has a line of its own.
std::vector<std::string> wrapped(const std::vector<std::string>& words, double width) {
  std::vector<std::string> lines;
  for (const std::string& word : words) {
    const std::string joined = lines.empty() ? word : lines.back() + ", " + word;
    if (!lines.empty() && width_pixels(joined + ",", caption_lettering) <= width) {
      lines.back() = joined;
    } else {
      if (!lines.empty()) lines.back() += ",";
      lines.push_back(word);
    }
  }
  return lines;
}

void place_film(Canvas& canvas, const torch::Tensor& film, cv::Rect box) {
  torch::Tensor levels = (film * 255.0).round().clamp(0.0, 255.0).to(torch::kUInt8).contiguous();
  const cv::Mat1b grey(static_cast<int>(film.size(0)), static_cast<int>(film.size(1)),
                       levels.data_ptr<std::uint8_t>());
  cv::Mat1b sized;
  cv::resize(grey, sized, box.size(), 0.0, 0.0,
             grey.cols > box.width ? cv::INTER_AREA : cv::INTER_CUBIC);
  cv::cvtColor(sized, canvas(box), cv::COLOR_GRAY2RGB);
}

struct Layout {
  int width_pixels = 0;
  int height_pixels = 0;
  std::vector<std::vector<std::vector<std::string>>> captions;  // [row][cell][line]
  std::vector<int> tops;                                        // of the rows
};

Layout lay_out(const std::vector<SheetRow>& rows, int cell_pixels) {
  Layout layout;
  layout.height_pixels = margin_pixels + title_line_pixels;
  std::size_t columns = 1;
  for (const SheetRow& row : rows) {
    std::size_t lines = 0;
    auto& captions = layout.captions.emplace_back();
    for (const SheetCell& cell : row.cells) {
      captions.push_back(wrapped(cell.caption, cell_pixels));
      lines = std::max(lines, captions.back().size());
    }
    columns = std::max(columns, row.cells.size());
    layout.tops.push_back(layout.height_pixels + row_gap_pixels);
    layout.height_pixels = layout.tops.back() + title_line_pixels + cell_pixels + gap_pixels / 2 +
                           static_cast<int>(lines) * caption_line_pixels;
  }
  layout.height_pixels += margin_pixels;
  layout.width_pixels =
      2 * margin_pixels + static_cast<int>(columns) * (cell_pixels + gap_pixels) - gap_pixels;
  return layout;
}

}  // namespace

RgbaImage contact_sheet(const std::string& title, const std::vector<SheetRow>& rows,
                        int cell_pixels) {
  const Layout layout = lay_out(rows, cell_pixels);
  Canvas canvas(layout.height_pixels, layout.width_pixels, background);
  write(canvas, title, {margin_pixels, margin_pixels}, title_lettering);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    write(canvas, rows[r].title, {margin_pixels, layout.tops[r]}, row_lettering);
    const int top = layout.tops[r] + title_line_pixels;
    for (std::size_t c = 0; c < rows[r].cells.size(); ++c) {
      const int left = margin_pixels + static_cast<int>(c) * (cell_pixels + gap_pixels);
      place_film(canvas, rows[r].cells[c].film, {left, top, cell_pixels, cell_pixels});
      int line_top = top + cell_pixels + gap_pixels / 2;
      for (const std::string& line : layout.captions[r][c]) {
        write(canvas, line, {left, line_top}, caption_lettering);
        line_top += caption_line_pixels;
      }
    }
  }
  RgbaImage image{canvas.cols, canvas.rows,
                  std::vector<std::uint8_t>(4 * area_pixels(canvas.cols, canvas.rows))};
  cv::Mat4b rgba(canvas.rows, canvas.cols, reinterpret_cast<cv::Vec4b*>(image.pixels.data()));
  cv::cvtColor(canvas, rgba, cv::COLOR_RGB2RGBA);
  return image;
}

}  // namespace chestlens
