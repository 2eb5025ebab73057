#include "io/text.hpp"
#include "plot/axis.hpp"
#include "plot/category_axis.hpp"
#include "plot/chart.hpp"
#include "plot/shade.hpp"
#include "plot/svg.hpp"

#include <chestlens/assessment.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace chestlens {
namespace {

constexpr double margin = 20.0;
constexpr double title_size = 16.0;
constexpr double label_size = 12.0;
constexpr double note_size = 11.0;
constexpr double note_row = 16.0;
constexpr double count_size = 14.0;
constexpr double share_size = 11.0;
constexpr double gap = 2.0;  // between cells
constexpr double longest_name = 220.0;
constexpr double narrowest_card = 440.0;

std::int64_t films_of(const ConfusionMatrix& matrix, int truth) {
  std::int64_t films = 0;
  for (int predicted = 0; predicted < matrix.classes; ++predicted)
    films += matrix.at(truth, predicted);
  return films;
}

/// Everything's place, in pixels.
struct Layout {
  double width = 0.0, height = 0.0;
  double left = 0.0, top = 0.0;  // of the first cell
  double cell_width = 0.0, cell_height = 0.0;
  CategoryLabels columns = {};
  std::vector<std::string> notes = {};  // at the card's bottom
};

std::vector<std::string> notes_of(const ConfusionMatrix& matrix) {
  std::vector<std::string> notes = {"Shade and %: share of the row's films."};
  for (int truth = 0; truth < matrix.classes; ++truth) {
    if (films_of(matrix, truth) >= few_films) continue;
    notes.push_back(
        fmt::format("* fewer than {} films: read the interval, not the figure.", few_films));
    break;
  }
  return notes;
}

Layout lay_out(const ConfusionChart& chart) {
  const double classes = std::max(1, chart.matrix.classes);
  Layout layout;
  layout.cell_width = std::clamp(520.0 / classes, 54.0, 104.0);
  layout.cell_height = std::clamp(380.0 / classes, 42.0, 72.0);
  layout.columns = category_labels(chart.classes, layout.cell_width);
  layout.notes = notes_of(chart.matrix);
  double widest = text_width("10,000 films", note_size);
  for (const std::string& name : chart.classes)
    widest = std::max(widest, std::min(text_width(name + " *", label_size), longest_name));
  constexpr double axis_name = 20.0;
  layout.left = std::max(margin + axis_name + widest + 10.0, layout.columns.left_side);
  layout.top = margin + title_size + 16.0;
  layout.width = layout.left + classes * layout.cell_width + margin;
  for (const std::string& note : layout.notes)
    layout.width = std::max(layout.width, text_width(note, note_size) + 2.0 * margin);
  const double title = text_width(chart.title, title_size) + 2.0 * margin;
  layout.width = std::max({layout.width, narrowest_card, std::min(title, 720.0)});
  layout.height = layout.top + classes * layout.cell_height + layout.columns.height + axis_name +
                  12.0 + note_row * static_cast<double>(layout.notes.size()) + margin;
  return layout;
}

void draw_cell(Svg& svg, const ConfusionChart& chart, const Layout& layout, int truth,
               int predicted) {
  const std::int64_t count = chart.matrix.at(truth, predicted);
  const std::int64_t films = films_of(chart.matrix, truth);
  const double share = films == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(films);
  const std::string color = shade(share);
  const Point corner{layout.left + predicted * layout.cell_width,
                     layout.top + truth * layout.cell_height};
  const Point middle{corner.x + layout.cell_width / 2.0, corner.y + layout.cell_height / 2.0};
  const std::string of_row = films == 0 ? "" : percent(share) + " %";
  svg.rectangle({corner.x + gap / 2.0, corner.y + gap / 2.0}, layout.cell_width - gap,
                layout.cell_height - gap, color,
                "true " + chart.classes[static_cast<std::size_t>(truth)] + ", predicted " +
                    chart.classes[static_cast<std::size_t>(predicted)] + ": " +
                    number_text(static_cast<double>(count)) + " of " + films_text(films) +
                    (films == 0 ? "" : " (" + of_row + ")"));
  svg.text({middle.x, middle.y - 1.0}, number_text(static_cast<double>(count)),
           {.size = count_size,
            .color = text_on(color),
            .anchor = Anchor::middle,
            .bold = truth == predicted});
  svg.text({middle.x, middle.y + 14.0}, of_row,
           {.size = share_size, .color = text_on(color), .anchor = Anchor::middle});
}

void draw_row_name(Svg& svg, const ConfusionChart& chart, const Layout& layout, int truth) {
  const std::int64_t films = films_of(chart.matrix, truth);
  const double middle = layout.top + (truth + 0.5) * layout.cell_height;
  const std::string& name = chart.classes[static_cast<std::size_t>(truth)];
  svg.text({layout.left - 10.0, middle - 1.0},
           fitted(name, label_size, longest_name - 14.0) + (films < few_films ? " *" : ""),
           {.size = label_size, .color = "#111827", .anchor = Anchor::end});
  svg.text({layout.left - 10.0, middle + 14.0}, films_text(films),
           {.size = note_size, .color = "#4b5563", .anchor = Anchor::end});
}

}  // namespace

std::string to_svg(const ConfusionChart& chart) {
  const Layout layout = lay_out(chart);
  const int classes = chart.matrix.classes;
  const double bottom = layout.top + classes * layout.cell_height;
  Svg svg(layout.width, layout.height, chart.title, chart.description);
  svg.text({margin, margin + title_size - 2.0},
           fitted(chart.title, title_size, layout.width - 2.0 * margin),
           {.size = title_size, .color = "#111827", .bold = true});
  for (int truth = 0; truth < classes; ++truth) {
    draw_row_name(svg, chart, layout, truth);
    for (int predicted = 0; predicted < classes; ++predicted)
      draw_cell(svg, chart, layout, truth, predicted);
    draw_category_label(svg, layout.columns, static_cast<std::size_t>(truth),
                        {layout.left + (truth + 0.5) * layout.cell_width, bottom});
  }
  svg.text({margin + 2.0, (layout.top + bottom) / 2.0}, "true",
           {.size = label_size, .anchor = Anchor::middle, .degrees = -90.0});
  const double under = bottom + layout.columns.height + 16.0;
  svg.text({layout.left + classes * layout.cell_width / 2.0, under}, "predicted",
           {.size = label_size, .anchor = Anchor::middle});
  for (std::size_t i = 0; i < layout.notes.size(); ++i) {
    svg.text({margin, under + 12.0 + note_row * static_cast<double>(i + 1)}, layout.notes[i],
             {.size = note_size, .color = "#4b5563"});
  }
  return svg.finish();
}

}  // namespace chestlens
