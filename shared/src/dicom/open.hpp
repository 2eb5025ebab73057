#pragma once

#include <chestlens/error.hpp>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace chestlens::dicom {

struct Opened {
  std::unique_ptr<DcmFileFormat> file;
  std::vector<std::string> notes;  // for people, where the file ends early and no pixel is missing
};

/// Parses a file with or without preamble and meta header. Errors: not_an_image; truncated, also
/// where the pixels are not whole.
Result<Opened> open(std::span<const std::byte> bytes);

}  // namespace chestlens::dicom
