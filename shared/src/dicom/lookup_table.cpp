#include "lookup_table.hpp"

#include "element.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens::dicom {

std::uint16_t LookupTable::at(double value) const {
  const double last = static_cast<double>(entries.size() - 1);
  const double place = std::clamp(std::round(value) - first_value, 0.0, last);
  return entries[static_cast<std::size_t>(place)];
}

std::optional<LookupTable> read_lookup_table(DcmItem& item, const DcmTagKey& descriptor,
                                             const DcmTagKey& entries, bool is_signed) {
  const auto described = integer_of(item, descriptor, false, 0);
  const auto first_value = integer_of(item, descriptor, is_signed, 1);
  const auto bits = integer_of(item, descriptor, false, 2);
  if (!described || !first_value || !bits || *bits < 1 || *bits > 16) return {};
  const std::size_t count = *described == 0 ? 65'536 : static_cast<std::size_t>(*described);

  const Uint16* words = nullptr;
  unsigned long word_count = 0;
  if (item.findAndGetUint16Array(entries, words, &word_count).bad() || !words) return {};
  LookupTable table{*first_value, *bits, {}};
  table.entries.reserve(count);
  if (word_count >= count) {
    table.entries.assign(words, words + count);
  } else if (*bits <= 8 && word_count * 2 >= count) {  // two entries a word
    for (std::size_t i = 0; i < count; ++i) {
      table.entries.push_back(static_cast<std::uint16_t>(words[i / 2] >> (i % 2 * 8) & 0xffU));
    }
  } else {
    return {};
  }
  const auto largest = std::ranges::max(table.entries);
  while (largest > table.max_level()) ++table.bits;  // headers say 8 of 16-bit entries
  return table;
}

}  // namespace chestlens::dicom
