#pragma once

#include "data/manifest.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A manifest beside the split.csv of a run that began with an earlier state of it.
struct FilmsOfSplit {
  Manifest manifest;               // the films that both have, in the order of split.csv
  std::vector<std::string> gone;   // split.csv alone has them
  std::vector<std::string> added;  // the manifest alone has them
  std::string text;                // split.csv without the rows of `gone`
};

/// Errors: parse.
Result<FilmsOfSplit> films_of_split(std::string_view split_text, const std::string& file_name,
                                    Manifest manifest);

/// "a.png, b.png, c.png and 12 more".
std::string some_of(const std::vector<std::string>& films);

}  // namespace chestlens
