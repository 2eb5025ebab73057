#include "dicom_writer.hpp"

#include "formats/further_writers.hpp"
#include "support/temporary_folder.hpp"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace chestlens::testing {
namespace {

void must(const OFCondition& status, const char* what) {
  if (status.bad()) throw std::runtime_error(std::string(what) + ": " + status.text());
}

void register_encoders() {
  static const bool done = [] {
    DcmRLEEncoderRegistration::registerCodecs();
    DJEncoderRegistration::registerCodecs(ECC_lossyRGB);
    DJLSEncoderRegistration::registerCodecs(0, 0, 0, 0, OFFalse);  // without the image library
    return true;
  }();
  static_cast<void>(done);
}

std::size_t value_count(const DicomOptions& options) {
  return static_cast<std::size_t>(options.width_pixels) *
         static_cast<std::size_t>(options.height_pixels) *
         static_cast<std::size_t>(options.samples * options.frames);
}

void put_pixels(const DicomOptions& options, DcmDataset& data) {
  std::vector<std::uint16_t> words;
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < value_count(options); ++i) {
    const int value = slope_value(options, i);
    const auto mask = (1U << options.bits_stored) - 1U;
    words.push_back(static_cast<std::uint16_t>(static_cast<unsigned>(value) & mask));
    bytes.push_back(static_cast<std::uint8_t>(words.back()));
  }
  if (options.bits_allocated == 8) {
    if (bytes.size() % 2 == 1) bytes.push_back(0);
    must(data.putAndInsertUint8Array(DCM_PixelData, bytes.data(), bytes.size()), "pixels");
  } else {
    must(data.putAndInsertUint16Array(DCM_PixelData, words.data(), words.size()), "pixels");
  }
}

void put_header(const DicomOptions& options, DcmDataset& data) {
  const auto put = [&](const DcmTagKey& tag, int value) {
    must(data.putAndInsertUint16(tag, static_cast<Uint16>(value)), "header");
  };
  const auto text = [&](const DcmTagKey& tag, const char* value) {
    must(data.putAndInsertString(tag, value), "header");
  };
  text(DCM_SOPClassUID, UID_DigitalXRayImageStorageForPresentation);
  text(DCM_SOPInstanceUID, "1.2.3.4.5");
  text(DCM_Modality, "DX");
  put(DCM_Rows, options.height_pixels);
  put(DCM_Columns, options.width_pixels);
  put(DCM_SamplesPerPixel, options.samples);
  put(DCM_BitsAllocated, options.bits_allocated);
  put(DCM_BitsStored, options.bits_stored);
  put(DCM_HighBit, options.bits_stored - 1);
  put(DCM_PixelRepresentation, options.is_signed ? 1 : 0);
  if (options.samples == 3) put(DCM_PlanarConfiguration, 0);
  if (options.frames > 1) text(DCM_NumberOfFrames, std::to_string(options.frames).c_str());
  text(DCM_PhotometricInterpretation, options.photometric.c_str());
}

std::unique_ptr<DcmRepresentationParameter> parameter_of(E_TransferSyntax syntax) {
  switch (syntax) {
    case EXS_JPEGProcess1:
    case EXS_JPEGProcess2_4:
      return std::make_unique<DJ_RPLossy>(100);
    case EXS_JPEGProcess14:
    case EXS_JPEGProcess14SV1:
      return std::make_unique<DJ_RPLossless>(1, 0);
    case EXS_JPEGLSLossless:
      return std::make_unique<DJLSRepresentationParameter>(2, OFTrue);
    case EXS_RLELossless:
      return std::make_unique<DcmRLERepresentationParameter>();
    default:
      return nullptr;
  }
}

std::vector<std::byte> bytes_of(DcmFileFormat& file, const DicomOptions& options) {
  const test::TemporaryFolder folder;
  const std::string path = (folder / "film.dcm").string();
  must(file.saveFile(path.c_str(), options.transfer_syntax, EET_ExplicitLength, EGL_recalcGL,
                     EPD_noChange, 0, 0, options.with_meta_header ? EWM_fileformat : EWM_dataset),
       "save");
  std::ifstream in(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  std::vector<std::byte> bytes(text.size());
  std::ranges::transform(text, bytes.begin(), [](char c) { return std::byte(c); });
  if (options.with_meta_header && !options.with_preamble)
    bytes.erase(bytes.begin(), bytes.begin() + 132);
  return bytes;
}

std::vector<std::uint8_t> jpeg2000(const DicomOptions& options) {
  Jpeg2000Picture picture{.width = options.width_pixels,
                          .height = options.height_pixels,
                          .channels = options.samples,
                          .bits = options.bits_stored,
                          .is_signed = options.is_signed};
  for (std::size_t i = 0; i < value_count(options); ++i) {
    picture.values.push_back(slope_value(options, i));
  }
  std::vector<std::uint8_t> bytes;
  for (const std::byte byte : write_jpeg2000(picture)) {
    bytes.push_back(std::to_integer<std::uint8_t>(byte));
  }
  return bytes;
}

}  // namespace

int slope_value(const DicomOptions& options, std::size_t i) {
  const auto last = static_cast<double>(value_count(options) - 1);
  const int levels = (1 << options.bits_stored) - 1;
  const int value = static_cast<int>(static_cast<double>(i) / last * levels);
  return options.is_signed ? value - (1 << (options.bits_stored - 1)) : value;
}

std::vector<std::byte> write_dicom(const DicomOptions& options) {
  register_encoders();
  DcmFileFormat file;
  DcmDataset& data = *file.getDataset();
  put_header(options, data);
  put_pixels(options, data);
  if (options.more) options.more(data);
  const auto parameter = parameter_of(options.transfer_syntax);
  must(data.chooseRepresentation(options.transfer_syntax, parameter.get()), "encode");
  return bytes_of(file, options);
}

std::vector<std::byte> write_jpeg2000_dicom(const DicomOptions& options) {
  DcmFileFormat file;
  DcmDataset& data = *file.getDataset();
  put_header(options, data);
  auto codestream = jpeg2000(options);
  if (codestream.size() % 2 == 1) codestream.push_back(0);
  auto* pixels = new DcmPixelData(DCM_PixelData);  // the dataset owns it, and it its sequence
  auto* sequence = new DcmPixelSequence(DCM_PixelSequenceTag);
  must(sequence->insert(new DcmPixelItem(DCM_PixelItemTag)), "offset table");
  auto* item = new DcmPixelItem(DCM_PixelItemTag);
  must(item->putUint8Array(codestream.data(), codestream.size()), "codestream");
  must(sequence->insert(item), "codestream");
  pixels->putOriginalRepresentation(EXS_JPEG2000LosslessOnly, nullptr, sequence);
  must(data.insert(pixels), "pixels");
  DicomOptions as_encoded = options;
  as_encoded.transfer_syntax = EXS_JPEG2000LosslessOnly;
  return bytes_of(file, as_encoded);
}

}  // namespace chestlens::testing
