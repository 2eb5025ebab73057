#include "report/study.hpp"

namespace chestlens {

ClassCounts count_classes(const RunData& data) {
  const auto count = [&](const std::vector<std::size_t>& films) {
    std::vector<std::int64_t> counts(data.manifest.classes.size());
    for (const std::size_t film : films) {
      ++counts[static_cast<std::size_t>(data.manifest.films[film].class_index)];
    }
    return counts;
  };
  return {count(data.split.train), count(data.split.validation), count(data.split.test)};
}

}  // namespace chestlens
