#include "open.hpp"

#include "../formats/dcmtk.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <utility>

namespace chestlens::dicom {
namespace {

struct Parsed {
  std::unique_ptr<DcmFileFormat> file;
  OFCondition status;
};

Parsed parse(std::span<const std::byte> bytes) {
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  Parsed parsed{std::make_unique<DcmFileFormat>(), {}};
  parsed.file->transferInit();
  parsed.status = parsed.file->read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
  parsed.file->transferEnd();
  return parsed;
}

/// The pixels of a data set, which was read without types, as coded in the syntax that its meta
/// header names.
void code_pixels(DcmDataset& data, E_TransferSyntax read_as, E_TransferSyntax coded_as) {
  DcmElement* element = nullptr;
  DcmPixelSequence* sequence = nullptr;
  if (data.findAndGetElement(DCM_PixelData, element).bad() ||
      static_cast<DcmPixelData*>(element)
          ->getEncapsulatedRepresentation(read_as, nullptr, sequence)
          .bad()) {
    return;
  }
  auto* coded = new DcmPixelData(DCM_PixelData);  // the data set owns it, and it the sequence
  coded->putOriginalRepresentation(coded_as, nullptr, new DcmPixelSequence(*sequence));
  if (data.insert(coded, OFTrue).good()) data.updateOriginalXfer();
}

/// A little-endian data set whose elements have types where its meta header says that they have
/// none, or the other way round: its own bytes are believed, as pydicom does. Null for other files.
std::unique_ptr<DcmFileFormat> parse_by_its_bytes(std::span<const std::byte> bytes) {
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  DcmMetaInfo meta;
  meta.transferInit();
  const OFCondition met = meta.read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength);
  meta.transferEnd();
  OFString syntax;
  if (met.bad() || meta.findAndGetOFString(DCM_TransferSyntaxUID, syntax).bad()) return nullptr;
  const DcmXfer said(syntax.c_str());
  const auto type_at = static_cast<std::size_t>(stream.tell()) + 4;
  if (type_at + 2 > bytes.size() || said.isBigEndian() || said.getStreamCompression() != ESC_none) {
    return nullptr;
  }
  const auto is_letter = [&](std::size_t at) {
    return bytes[at] >= std::byte{'A'} && bytes[at] <= std::byte{'Z'};
  };
  const bool has_types = is_letter(type_at) && is_letter(type_at + 1);
  if (has_types == (said.isExplicitVR() == OFTrue)) return nullptr;
  const E_TransferSyntax as = has_types ? EXS_LittleEndianExplicit : EXS_LittleEndianImplicit;
  auto data = std::make_unique<DcmDataset>();
  data->transferInit();
  const OFCondition read = data->read(stream, as, EGL_noChange, DCM_MaxReadLength);
  data->transferEnd();
  if (read.bad()) return nullptr;
  if (said.isEncapsulated()) code_pixels(*data, as, said.getXfer());
  return std::make_unique<DcmFileFormat>(data.release(), OFFalse);
}

bool ends_in_its_pixels(DcmDataset& data) {
  return data.card() > 0 && data.getElement(data.card() - 1)->getTag() == DCM_PixelData;
}

/// The file with the item that closes a sequence of compressed frames.
std::vector<std::byte> with_delimiter(std::span<const std::byte> bytes) {
  constexpr std::array<unsigned char, 8> delimiter = {0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0};
  std::vector<std::byte> closed(bytes.begin(), bytes.end());
  for (const unsigned char byte : delimiter) closed.push_back(std::byte{byte});
  return closed;
}

/// A file that ends early is opened where all of its pixels came before its end.
Result<Opened> open_cut(std::span<const std::byte> bytes, Parsed parsed) {
  DcmDataset& data = *parsed.file->getDataset();
  const std::string reason = parsed.status.text();
  const std::vector<std::string> notes = {"The file ends early; every pixel is there."};
  if (data.card() == 0) {
    return fail(ErrorCode::not_an_image, "this is no DICOM file: " + reason);
  }
  if (!data.tagExists(DCM_PixelData)) {
    return fail(ErrorCode::truncated, "DICOM header ends before its pixels: " + reason);
  }
  if (!ends_in_its_pixels(data)) return Opened{std::move(parsed.file), notes};
  if (DcmXfer(data.getOriginalXfer()).isEncapsulated()) {
    Parsed closed = parse(with_delimiter(bytes));
    if (closed.status.good()) return Opened{std::move(closed.file), notes};
  }
  return fail(ErrorCode::truncated, "DICOM file ends within its pixels");
}

}  // namespace

Result<Opened> open(std::span<const std::byte> bytes) {
  formats::set_up_dcmtk();
  if (bytes.empty()) return fail(ErrorCode::not_an_image, "the file is empty (0 bytes)");
  Parsed parsed = parse(bytes);
  if (parsed.status.good()) return Opened{std::move(parsed.file), {}};
  if (auto file = parse_by_its_bytes(bytes)) {
    return Opened{std::move(file), {"Its header names other types of elements than it has."}};
  }
  return open_cut(bytes, std::move(parsed));
}

}  // namespace chestlens::dicom
