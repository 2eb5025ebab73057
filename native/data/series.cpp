#include "data/series.hpp"

#include <algorithm>

namespace chestlens {

SeriesPlace series_place(const ManifestRow& film) {
  constexpr const char* digits = "0123456789";
  const std::string& id = film.patient_known ? film.patient_id : film.file;
  const std::size_t last = id.find_last_of(digits);
  if (last == std::string::npos) return {id, 0, {}};
  const std::size_t before = id.find_last_not_of(digits, last);
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  const std::size_t counts = std::min(id.find_first_not_of('0', first), last);
  return {id.substr(0, first) + "#" + id.substr(last + 1), last + 1 - counts,
          id.substr(counts, last + 1 - counts)};
}

}  // namespace chestlens
