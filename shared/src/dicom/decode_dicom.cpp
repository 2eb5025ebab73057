#include "element.hpp"
#include "facts.hpp"
#include "grey.hpp"
#include "open.hpp"
#include "presentation.hpp"
#include "stored_frame.hpp"

#include <chestlens/dicom.hpp>

#include <fmt/format.h>

#include <new>

namespace chestlens {
namespace {

Result<int> frame_index(const dicom::PixelLayout& layout, std::optional<int> frame) {
  if (!frame && layout.frames == 1) return 0;
  if (!frame) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("DICOM file of {} frames: choose one, 1 to {} (--frame)", layout.frames,
                            layout.frames));
  }
  if (*frame < 1 || *frame > layout.frames) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("has no frame {}: its frames are 1 to {}", *frame, layout.frames));
  }
  return *frame - 1;
}

Result<DicomFilm> decode(std::span<const std::byte> bytes, std::optional<int> frame,
                         const DecodeLimits& limits) {
  CHESTLENS_TRY(auto opened, dicom::open(bytes));
  DcmDataset& data = *opened.file->getDataset();
  CHESTLENS_TRY(const auto layout, dicom::read_layout(data, limits));
  CHESTLENS_TRY(const int index, frame_index(layout, frame));
  CHESTLENS_TRY(auto stored, dicom::read_stored_frame(data, layout, index));
  CHESTLENS_TRY(const auto grey, dicom::to_grey(std::move(stored), data));
  auto presented = dicom::present(grey, data, layout.photometric);
  return DicomFilm{dicom::facts_of(data), std::move(presented.film),
                   std::move(presented.all_levels), std::move(presented.window),
                   std::move(opened.notes)};
}

}  // namespace

Result<DicomFacts> read_dicom_facts(std::span<const std::byte> bytes) {
  CHESTLENS_TRY(const auto opened, dicom::open(bytes));
  return dicom::facts_of(*opened.file->getDataset());
}

Result<DicomFilm> decode_dicom(std::span<const std::byte> bytes, std::optional<int> frame,
                               const DecodeLimits& limits) {
  try {
    return decode(bytes, frame, limits);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::too_large, "there is not enough memory to decode this DICOM file");
  }
}

}  // namespace chestlens
