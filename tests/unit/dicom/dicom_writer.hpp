#pragma once

#include <dcmtk/dcmdata/dctk.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace chestlens::testing {

/// A small film of a slope, to be written as DICOM.
struct DicomOptions {
  int width_pixels = 12;
  int height_pixels = 10;
  int samples = 1;
  int bits_allocated = 16;
  int bits_stored = 12;
  bool is_signed = false;
  int frames = 1;
  std::string photometric = "MONOCHROME2";
  E_TransferSyntax transfer_syntax = EXS_LittleEndianExplicit;
  bool with_meta_header = true;
  bool with_preamble = true;                   // of a file with a meta header
  std::function<void(DcmDataset&)> more = {};  // other elements
};

/// Value i of all frames' samples: a slope over the stored bits, from the smallest to the largest.
int slope_value(const DicomOptions& options, std::size_t i);

/// Written by DCMTK's own encoders. Throws std::runtime_error.
std::vector<std::byte> write_dicom(const DicomOptions& options);

/// An encapsulated JPEG 2000 codestream, lossless, by OpenJPEG. Throws std::runtime_error.
std::vector<std::byte> write_jpeg2000_dicom(const DicomOptions& options);

}  // namespace chestlens::testing
