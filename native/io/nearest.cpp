#include "io/nearest.hpp"

#include "io/text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace chestlens {

std::size_t edit_distance(std::string_view one, std::string_view other) {
  const std::string a = lower_case(one);
  const std::string b = lower_case(other);
  std::vector<std::size_t> before(b.size() + 1);  // the row before the last
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  const auto slips = [word](const std::string& name) { return edit_distance(word, name); };
  const auto best = std::ranges::min_element(known, {}, slips);
  if (best == known.end()) return std::nullopt;
  // Every third letter may be a slip, and at least half of a short word must be right.
  const std::size_t length = std::max(word.size(), best->size());
  const std::size_t allowed = std::max<std::size_t>(1, length / 3);
  const std::size_t found = slips(*best);
  if (found > allowed || 2 * found >= length) return std::nullopt;
  return *best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto name = nearest(word, known);
  return name ? "; did you mean " + *name + "?" : std::string();
}

}  // namespace chestlens
