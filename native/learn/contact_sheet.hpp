#pragma once

#include <chestlens/image.hpp>

#include <torch/types.h>

#include <string>
#include <vector>

namespace chestlens {

/// One picture of a contact sheet.
struct SheetCell {
  torch::Tensor film;                // float32 [S,S] in [0,1] on the CPU
  std::vector<std::string> caption;  // words; lines break only between them
};

struct SheetRow {
  std::string title;
  std::vector<SheetCell> cells;
};

/// Rows of films with captions, each film enlarged or reduced to `cell_pixels`. Letters are ASCII.
RgbaImage contact_sheet(const std::string& title, const std::vector<SheetRow>& rows,
                        int cell_pixels = 224);

}  // namespace chestlens
