#include "report/study.hpp"

namespace chestlens {

std::vector<PartCounts> count_parts(const RunData& data, EvaluatedPart part) {
  const auto count = [&](const char* name, const std::vector<std::size_t>& films) {
    PartCounts counts{name, std::vector<std::int64_t>(data.manifest.classes.size())};
    for (const std::size_t film : films) {
      ++counts.films[static_cast<std::size_t>(data.manifest.films[film].class_index)];
    }
    return counts;
  };
  if (part == EvaluatedPart::all || part == EvaluatedPart::external) {
    return {count("trained a model", data.split.train), count("scored", data.unseen)};
  }
  return {count("train", data.split.train), count("validation", data.split.validation),
          count("test", data.split.test)};
}

}  // namespace chestlens
