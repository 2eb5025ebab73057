#pragma once

#include <chestlens/decode.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// What a DICOM header says of a film. Nothing here names a patient or a date.
struct DicomFacts {
  std::string modality = {};       // (0008,0060), e.g. "DX"; each text is empty where there is none
  std::string view_position = {};  // (0018,5101), e.g. "PA"
  std::string laterality = {};     // (0020,0062) or (0020,0060), "L" or "R"
  std::string body_part = {};      // (0018,0015), e.g. "CHEST"
  std::string photometric = {};    // (0028,0004), e.g. "MONOCHROME1"
  std::string transfer_syntax = {};      // its name, e.g. "JPEG Baseline"
  std::optional<double> age_years = {};  // (0010,1010)
  /// Of a row and of a column; (0028,0030), or the detector's (0018,1164).
  std::optional<std::array<double, 2>> spacing_mm = {};
  int frames = 1;
};

/// A film as its header asks for it to be shown, and all that lies behind the window.
struct DicomFilm {
  DicomFacts facts;
  GreyImage film;        // windowed, white is bright; MONOCHROME1 is inverted
  GreyImage all_levels;  // the same without a window: the darkest value to the brightest
  std::string window;    // how it is shown, e.g. "window of center 2048, width 1024, linear"
  std::vector<std::string> notes;  // DecodedFilm::notes
};

/// Reads the header alone. Errors: not_an_image, corrupt, truncated.
Result<DicomFacts> read_dicom_facts(std::span<const std::byte> bytes);

/// What the header says the image is, where that is no frontal chest film: "a CT image", "a lateral
/// film", "a film of HAND"; else empty.
std::string other_subject(const DicomFacts& facts);

/// Decodes one frame, counted from 1; without a number only a film of one frame. Stored values go
/// through modality LUT or rescale, VOI LUT or window and the photometric interpretation (PS3.3,
/// C.11.1, C.11.2, C.7.6.3); padding is black. Errors: those of decode_image; invalid_argument
/// names the number of frames.
Result<DicomFilm> decode_dicom(std::span<const std::byte> bytes, std::optional<int> frame = {},
                               const DecodeLimits& limits = {});

/// Elements that may identify a patient (PS3.15, E.1), as "(0010,0010) PatientName", without their
/// values, sequences included; private ones as their number. Errors: as read_dicom_facts.
Result<std::vector<std::string>> identifying_elements(std::span<const std::byte> bytes);

/// (0010,0020), which names a patient: it is to be told apart by a digest, and never shown or kept.
/// Errors: as read_dicom_facts.
Result<std::string> read_patient_id(std::span<const std::byte> bytes);

/// The images that a disc's table of contents (DICOMDIR; PS3.3, F) lists, as paths from its folder,
/// divided by "/". Errors: not_an_image for any other file; those of read_dicom_facts.
Result<std::vector<std::string>> dicomdir_images(std::span<const std::byte> bytes);

/// Decodes a film of a further format: a DICOM file as decode_dicom, JPEG 2000, JPEG-LS and WebP as
/// decode_picture does its own. Errors: those of decode_dicom.
Result<DecodedFilm> decode_further(std::span<const std::byte> bytes, std::optional<int> frame = {},
                                   const DecodeLimits& limits = {});

/// Decodes a film of any format, by decode_further or decode_picture.
Result<DecodedFilm> decode_film(std::span<const std::byte> bytes, std::optional<int> frame = {},
                                const DecodeLimits& limits = {});

}  // namespace chestlens
