#pragma once

#include "support/raster.hpp"

#include <string>
#include <vector>

namespace chestlens::testing {

struct NamedFile {
  std::string name;
  Bytes bytes;
};

/// Small films of every format and kind that the decoder reads, and a few that it must refuse.
std::vector<NamedFile> parity_films();

}  // namespace chestlens::testing
