#include "io/markdown.hpp"

#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace chestlens {
namespace {

/// A cell that neither ends nor holds markup; "<0.001" is none.
std::string cell_text(const std::string& cell) {
  std::string text;
  const std::string shown = visible_text(cell);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char next = i + 1 < shown.size() ? shown[i + 1] : ' ';
    const bool is_letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    const bool opens_tag =
        shown[i] == '<' && (is_letter || next == '/' || next == '!' || next == '?');
    if (shown[i] == '|' || opens_tag) text += '\\';
    text += shown[i];
  }
  return text;
}

std::string line(const TextRow& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text.append(" ").append(cell_text(cell)).append(" |");
  return text + "\n";
}

}  // namespace

std::string markdown_table(const TextRow& header, const std::vector<TextRow>& rows,
                           std::size_t names) {
  std::string text = line(header) + "|";
  for (std::size_t i = 0; i < header.size(); ++i) text += i < names ? "---|" : "---:|";
  text += "\n";
  for (const TextRow& row : rows) text += line(row);
  return text;
}

std::string with_interval(double share, const Interval& interval) {
  if (std::isnan(share)) return "-";
  if (std::isnan(interval.low)) return percent(share);
  return percent(share) + " (" + percent(interval.low) + "-" + percent(interval.high) + ")";
}

std::string with_interval(const Estimate& share) {
  return with_interval(share.value, share.interval);
}

std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

std::string difference_text(double difference, const Interval& interval) {
  const auto points = [](double share) {
    const std::string text = percent(share);
    return text == "-0.0" ? "0.0" : text;
  };
  if (std::isnan(difference)) return "-";
  const std::string value = points(difference);
  const std::string text = (difference > 0.0 && value != "0.0" ? "+" : "") + value;
  if (std::isnan(interval.low)) return text;
  return fmt::format("{} ({} to {})", text, points(interval.low), points(interval.high));
}

std::string flagged(const std::string& figure, std::int64_t films) {
  static_assert(few_films == 30, "few_films_note says so");
  return films >= 0 && films < few_films && figure != "-" ? figure + " *" : figure;
}

}  // namespace chestlens
