#include "dicom_writer.hpp"

#include <chestlens/dicom.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

namespace chestlens {
namespace {

using testing::DicomOptions;
using ::testing::HasSubstr;
using testing::slope_value;
using testing::write_dicom;

DicomFilm decoded(const std::vector<std::byte>& file, std::optional<int> frame = {}) {
  EXPECT_EQ(to_string(sniff_format(file)), "DICOM");
  const auto film = decode_dicom(file, frame);
  EXPECT_TRUE(film) << to_string(film.error());
  return film.value_or(DicomFilm{});
}

/// The level that `share` (0 black .. 1) of the range becomes.
int level(double share, int max_level = 65'535) {
  return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * max_level));
}

/// Compares every pixel with what `share_of` says of its stored value.
template <typename ShareOf>
void expect_levels(const GreyImage& film, const DicomOptions& options, ShareOf share_of,
                   int tolerance = 0) {
  ASSERT_EQ(film.pixels.size(), area_pixels(options.width_pixels, options.height_pixels));
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    const int wanted = level(share_of(slope_value(options, i)), film.max_level);
    ASSERT_LE(std::abs(film.pixels[i] - wanted), tolerance) << "pixel " << i;
  }
}

void expect_error(const std::vector<std::byte>& file, ErrorCode code, const char* part) {
  const auto film = decode_dicom(file);
  ASSERT_FALSE(film);
  EXPECT_EQ(to_string(film.error().code), to_string(code)) << to_string(film.error());
  EXPECT_THAT(film.error().message, HasSubstr(part));
}

struct Syntax {
  const char* name;
  E_TransferSyntax syntax;
  int bits_allocated = 16;
  int bits_stored = 12;
  int tolerance = 0;  // of stored values
};

class TransferSyntax : public ::testing::TestWithParam<Syntax> {};

TEST_P(TransferSyntax, GivesTheStoredValues) {
  const Syntax& syntax = GetParam();
  const DicomOptions options{.bits_allocated = syntax.bits_allocated,
                             .bits_stored = syntax.bits_stored,
                             .transfer_syntax = syntax.syntax};
  const DicomFilm film = decoded(write_dicom(options));
  const double most = (1 << syntax.bits_stored) - 1;
  expect_levels(
      film.film, options, [&](int value) { return value / most; },
      static_cast<int>(std::ceil(syntax.tolerance * film.film.max_level / most)));
}

INSTANTIATE_TEST_SUITE_P(
    All, TransferSyntax,
    ::testing::Values(Syntax{"ImplicitLittleEndian", EXS_LittleEndianImplicit},
                      Syntax{"ExplicitLittleEndian", EXS_LittleEndianExplicit},
                      Syntax{"ExplicitBigEndian", EXS_BigEndianExplicit},
                      Syntax{"Deflated", EXS_DeflatedLittleEndianExplicit},
                      Syntax{"RunLengths", EXS_RLELossless},
                      Syntax{"JpegBaseline", EXS_JPEGProcess1, 8, 8, 3},
                      Syntax{"JpegExtended12Bits", EXS_JPEGProcess2_4, 16, 12, 12},
                      Syntax{"JpegLossless", EXS_JPEGProcess14},
                      Syntax{"JpegLosslessFirstOrder", EXS_JPEGProcess14SV1, 16, 16},
                      Syntax{"JpegLs", EXS_JPEGLSLossless},
                      Syntax{"EightBits", EXS_LittleEndianExplicit, 8, 8},
                      Syntax{"EightBitsBigEndian", EXS_BigEndianExplicit, 8, 8},
                      Syntax{"SixteenBits", EXS_LittleEndianExplicit, 16, 16},
                      Syntax{"TenBits", EXS_LittleEndianExplicit, 16, 10}),
    [](const auto& info) { return info.param.name; });

TEST(DecodeDicom, ReadsJpeg2000) {
  for (const bool is_signed : {false, true}) {
    const DicomOptions options{.bits_stored = 12, .is_signed = is_signed};
    const double low = is_signed ? -2048 : 0;
    expect_levels(decoded(testing::write_jpeg2000_dicom(options)).film, options,
                  [&](int value) { return (value - low) / 4095; });
  }
}

TEST(DecodeDicom, NeedsNeitherPreambleNorMetaHeader) {
  const DicomOptions whole;
  const GreyImage film = decoded(write_dicom(whole)).film;
  DicomOptions without_preamble;
  without_preamble.with_preamble = false;
  EXPECT_EQ(decoded(write_dicom(without_preamble)).film.pixels, film.pixels);
  for (const auto syntax :
       {EXS_LittleEndianImplicit, EXS_LittleEndianExplicit, EXS_BigEndianExplicit}) {
    DicomOptions bare;
    bare.with_meta_header = false;
    bare.transfer_syntax = syntax;
    EXPECT_EQ(decoded(write_dicom(bare)).film.pixels, film.pixels);
  }
}

TEST(DecodeDicom, SpreadsSignedValuesFromDarkestToBrightest) {
  const DicomOptions options{.is_signed = true};
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return (value + 2048) / 4095.0; });
}

TEST(DecodeDicom, KeepsTheLevelsOfEightBits) {
  const DicomOptions options{.bits_allocated = 8, .bits_stored = 8};
  const GreyImage film = decoded(write_dicom(options)).film;
  EXPECT_EQ(film.max_level, 255);
  expect_levels(film, options, [](int value) { return value / 255.0; });
}

TEST(DecodeDicom, InvertsMonochrome1) {
  const DicomOptions options{.photometric = "MONOCHROME1"};
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return 1 - value / 4095.0; });
}

TEST(DecodeDicom, InvertsOnceWhereThePresentationLutSaysSoToo) {
  DicomOptions options{.photometric = "MONOCHROME1"};
  options.more = [](DcmDataset& data) {
    data.putAndInsertString(DCM_PresentationLUTShape, "INVERSE");
  };
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return 1 - value / 4095.0; });
  options.photometric = "MONOCHROME2";
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return 1 - value / 4095.0; });
}

/// PS3.3, C.11.2.1.2 and C.11.2.1.3, of a window after slope and intercept.
struct WindowCase {
  const char* function;
  double (*share)(double value, double center, double width);
};

class Windows : public ::testing::TestWithParam<WindowCase> {};

TEST_P(Windows, AreAppliedAfterTheRescale) {
  DicomOptions options;
  options.more = [](DcmDataset& data) {
    data.putAndInsertString(DCM_RescaleSlope, "0.5");
    data.putAndInsertString(DCM_RescaleIntercept, "-1000");
    data.putAndInsertString(DCM_WindowCenter, "40\\300");
    data.putAndInsertString(DCM_WindowWidth, "400\\1500");
    data.putAndInsertString(DCM_VOILUTFunction, GetParam().function);
  };
  const DicomFilm film = decoded(write_dicom(options));
  expect_levels(film.film, options,
                [&](int value) { return GetParam().share(value * 0.5 - 1000, 40, 400); });
  expect_levels(film.all_levels, options, [](int value) { return value / 4095.0; });
  EXPECT_THAT(film.window, HasSubstr("center 40, width 400"));
}

INSTANTIATE_TEST_SUITE_P(All, Windows,
                         ::testing::Values(WindowCase{"LINEAR",
                                                      [](double x, double c, double w) {
                                                        if (x <= c - 0.5 - (w - 1) / 2) return 0.0;
                                                        if (x > c - 0.5 + (w - 1) / 2) return 1.0;
                                                        return (x - (c - 0.5)) / (w - 1) + 0.5;
                                                      }},
                                           WindowCase{"LINEAR_EXACT",
                                                      [](double x, double c, double w) {
                                                        if (x <= c - w / 2) return 0.0;
                                                        if (x > c + w / 2) return 1.0;
                                                        return (x - c) / w + 0.5;
                                                      }},
                                           WindowCase{"SIGMOID",
                                                      [](double x, double c, double w) {
                                                        return 1 / (1 + std::exp(-4 * (x - c) / w));
                                                      }}),
                         [](const auto& info) { return std::string(info.param.function); });

/// A LUT as item of a sequence.
void add_lut(DcmDataset& data, const DcmTagKey& sequence, std::vector<Uint16> descriptor,
             std::vector<Uint16> entries) {
  DcmItem* item = nullptr;
  data.findOrCreateSequenceItem(sequence, item, 0);
  item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor.data(), 3);
  item->putAndInsertUint16Array(DcmTag(DCM_LUTData, EVR_OW), entries.data(), entries.size());
}

TEST(DecodeDicom, LooksUpTheVoiLut) {
  DicomOptions options;
  std::vector<Uint16> entries;  // falls, of 10 bits, for stored values 1000 to 1999
  for (int i = 0; i < 1000; ++i) entries.push_back(static_cast<Uint16>(1023 - i));
  options.more = [&](DcmDataset& data) {
    add_lut(data, DCM_VOILUTSequence, {1000, 1000, 10}, entries);
    data.putAndInsertString(DCM_WindowCenter, "40");  // the LUT is preferred
    data.putAndInsertString(DCM_WindowWidth, "400");
  };
  const DicomFilm film = decoded(write_dicom(options));
  EXPECT_EQ(film.window, "VOI LUT");
  expect_levels(film.film, options,
                [](int value) { return (1023 - std::clamp(value - 1000, 0, 999)) / 1023.0; });
}

TEST(DecodeDicom, LooksUpTheModalityLutBeforeTheWindow) {
  DicomOptions options;
  std::vector<Uint16> entries;  // every stored value doubled, up to 65,535
  for (int i = 0; i < 4096; ++i) entries.push_back(static_cast<Uint16>(i * 2));
  options.more = [&](DcmDataset& data) {
    add_lut(data, DCM_ModalityLUTSequence, {4096, 0, 16}, entries);
    data.putAndInsertString(DCM_WindowCenter, "4000");
    data.putAndInsertString(DCM_WindowWidth, "2000");
    data.putAndInsertString(DCM_VOILUTFunction, "LINEAR_EXACT");
  };
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return (value * 2 - 4000) / 2000.0 + 0.5; });
}

TEST(DecodeDicom, LeavesPaddingBlackAndOutOfTheRange) {
  DicomOptions options{.photometric = "MONOCHROME1"};
  options.more = [](DcmDataset& data) {
    data.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), 0);
    data.putAndInsertUint16(DcmTag(DCM_PixelPaddingRangeLimit, EVR_US), 99);
  };
  const int first = slope_value(options, 3);  // the first above 99
  ASSERT_GT(first, 99);
  ASSERT_LE(slope_value(options, 2), 99);
  expect_levels(decoded(write_dicom(options)).film, options, [&](int value) {
    return value <= 99 ? 0.0 : 1 - (value - first) / (4095.0 - first);
  });
}

TEST(DecodeDicom, IgnoresBitsThatAreNotStored) {
  DicomOptions options;
  options.more = [](DcmDataset& data) {
    const Uint16* values = nullptr;
    unsigned long count = 0;
    data.findAndGetUint16Array(DCM_PixelData, values, &count);
    std::vector<Uint16> with_overlay(values, values + count);
    for (Uint16& value : with_overlay) value = static_cast<Uint16>(value | 0xf000U);
    data.putAndInsertUint16Array(DCM_PixelData, with_overlay.data(), with_overlay.size());
  };
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return value / 4095.0; });
}

int luma(int red, int green, int blue) {
  return (299 * red + 587 * green + 114 * blue + 500) / 1000;
}

TEST(DecodeDicom, TakesTheLumaOfColors) {
  for (const auto syntax :
       {EXS_LittleEndianExplicit, EXS_RLELossless, EXS_JPEGProcess14SV1, EXS_JPEGLSLossless}) {
    SCOPED_TRACE(DcmXfer(syntax).getXferName());
    const DicomOptions options{.samples = 3,
                               .bits_allocated = 8,
                               .bits_stored = 8,
                               .photometric = "RGB",
                               .transfer_syntax = syntax};
    const GreyImage film = decoded(write_dicom(options)).film;
    for (std::size_t i = 0; i < film.pixels.size(); ++i) {
      ASSERT_EQ(film.pixels[i], luma(slope_value(options, 3 * i), slope_value(options, 3 * i + 1),
                                     slope_value(options, 3 * i + 2)))
          << "pixel " << i;
    }
  }
}

TEST(DecodeDicom, TakesYOfYbr) {
  const DicomOptions options{
      .samples = 3, .bits_allocated = 8, .bits_stored = 8, .photometric = "YBR_FULL"};
  const GreyImage film = decoded(write_dicom(options)).film;
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    ASSERT_EQ(film.pixels[i], slope_value(options, 3 * i));
  }
}

TEST(DecodeDicom, LooksUpPalettes) {
  DicomOptions options{.bits_allocated = 8, .bits_stored = 8, .photometric = "PALETTE COLOR"};
  std::vector<Uint16> falling;
  for (int i = 0; i < 256; ++i) falling.push_back(static_cast<Uint16>((255 - i) * 257));
  options.more = [&](DcmDataset& data) {
    const std::vector<Uint16> descriptor = {256, 0, 16};
    for (const DcmTagKey& tag :
         {DCM_RedPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableDescriptor,
          DCM_BluePaletteColorLookupTableDescriptor}) {
      data.putAndInsertUint16Array(DcmTag(tag, EVR_US), descriptor.data(), 3);
    }
    for (const DcmTagKey& tag :
         {DCM_RedPaletteColorLookupTableData, DCM_GreenPaletteColorLookupTableData,
          DCM_BluePaletteColorLookupTableData}) {
      data.putAndInsertUint16Array(DcmTag(tag, EVR_OW), falling.data(), falling.size());
    }
  };
  expect_levels(decoded(write_dicom(options)).film, options,
                [](int value) { return 1 - value / 255.0; });
}

TEST(DecodeDicom, AsksForOneOfSeveralFrames) {
  const DicomOptions options{.bits_allocated = 8, .bits_stored = 8, .frames = 3};
  const auto file = write_dicom(options);
  expect_error(file, ErrorCode::invalid_argument, "3 frames: choose one, 1 to 3 (--frame)");
  const std::size_t area = 12 * 10;
  for (int frame = 1; frame <= 3; ++frame) {
    const GreyImage film = decoded(file, frame).film;
    for (std::size_t i = 0; i < area; ++i) {
      ASSERT_EQ(film.pixels[i],
                slope_value(options, area * static_cast<std::size_t>(frame - 1) + i));
    }
  }
  const auto beyond = decode_dicom(file, 4);
  ASSERT_FALSE(beyond);
  EXPECT_THAT(beyond.error().message, HasSubstr("frames are 1 to 3"));
}

TEST(DecodeDicom, FindsCompressedFrames) {
  for (const auto syntax : {EXS_RLELossless, EXS_JPEGProcess14SV1, EXS_JPEGLSLossless}) {
    const DicomOptions options{
        .bits_allocated = 8, .bits_stored = 8, .frames = 3, .transfer_syntax = syntax};
    const GreyImage film = decoded(write_dicom(options), 2).film;
    EXPECT_EQ(film.pixels.front(), slope_value(options, 120));
    EXPECT_EQ(film.pixels.back(), slope_value(options, 239));
  }
}

TEST(DecodeDicom, RefusesWhatIsCut) {
  auto file = write_dicom({});
  file.resize(file.size() - 100);
  expect_error(file, ErrorCode::truncated, "ends within its pixels");
  file.resize(200);
  const auto film = decode_dicom(file);
  EXPECT_FALSE(film);
}

TEST(DecodeDicom, ReadsACutFileOfWhichEveryPixelIsThere) {
  DicomOptions options{.transfer_syntax = EXS_RLELossless};
  auto file = write_dicom(options);
  const GreyImage whole = decoded(file).film;
  file.resize(file.size() - 8);  // the sequence's end
  const DicomFilm film = decoded(file);
  EXPECT_EQ(film.film.pixels, whole.pixels);
  EXPECT_THAT(film.notes, ::testing::ElementsAre(HasSubstr("every pixel is there")));

  options = {};
  options.more = [](DcmDataset& data) {
    data.putAndInsertString(DcmTag(0x7fe1, 0x0010, EVR_LO), "AFTER THE PIXELS");
  };
  file = write_dicom(options);
  file.resize(file.size() - 4);
  EXPECT_THAT(decoded(file).notes, ::testing::SizeIs(1));
}

/// The data set of one film behind the meta header of another.
std::vector<std::byte> behind_header_of(const DicomOptions& header, DicomOptions data) {
  constexpr std::size_t length_at = 132 + 8;  // of the group that is the meta header
  auto bytes = write_dicom(header);
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + length_at, sizeof length);
  bytes.resize(length_at + 4 + length);
  data.with_meta_header = false;
  const auto data_set = write_dicom(data);
  bytes.insert(bytes.end(), data_set.begin(), data_set.end());
  return bytes;
}

TEST(DecodeDicom, BelievesTheElementsWhereTheMetaHeaderContradictsThem) {
  const DicomOptions with_types{.transfer_syntax = EXS_LittleEndianExplicit};
  const DicomOptions without_types{.transfer_syntax = EXS_LittleEndianImplicit};
  const auto expected = decoded(write_dicom(with_types)).film;
  for (const auto& [header, data] :
       {std::pair{with_types, without_types}, std::pair{without_types, with_types}}) {
    const auto film = decoded(behind_header_of(header, data));
    EXPECT_EQ(film.film.pixels, expected.pixels);
    EXPECT_THAT(film.notes, ::testing::ElementsAre(HasSubstr("other types of elements")));
  }
}

TEST(DecodeDicom, IsNeverUpsetByACut) {
  for (const auto syntax : {EXS_LittleEndianExplicit, EXS_RLELossless, EXS_JPEGProcess14SV1,
                            EXS_JPEGLSLossless, EXS_DeflatedLittleEndianExplicit}) {
    const auto file = write_dicom({.transfer_syntax = syntax});
    for (std::size_t size = 0; size < file.size(); size += 3) {
      const auto film = decode_dicom(std::span(file).first(size));
      if (film) {
        EXPECT_EQ(film->film.pixels.size(), 120U);
      }
    }
  }
}

TEST(DecodeDicom, RefusesAFilmThatIsTooLargeBeforeItTakesMemory) {
  DicomOptions options;
  options.more = [](DcmDataset& data) {
    data.putAndInsertUint16(DCM_Rows, 60'000);
    data.putAndInsertUint16(DCM_Columns, 60'000);
  };
  expect_error(write_dicom(options), ErrorCode::too_large, "60,000 x 60,000");
}

TEST(DecodeDicom, SaysWhatIsNoFilm) {
  DicomOptions options;
  options.more = [](DcmDataset& data) { delete data.remove(DCM_PixelData); };
  expect_error(write_dicom(options), ErrorCode::unsupported, "has no pixels");
  options = {};
  options.more = [](DcmDataset& data) { data.putAndInsertUint16(DCM_BitsAllocated, 32); };
  expect_error(write_dicom(options), ErrorCode::unsupported, "32 bits allocated");
}

TEST(DecodeFilm, ReadsDicomAndSaysWhatItsHeaderSays) {
  DicomOptions options;
  options.more = [](DcmDataset& data) { data.putAndInsertString(DCM_ViewPosition, "LL"); };
  const auto film = decode_film(write_dicom(options));
  ASSERT_TRUE(film);
  EXPECT_EQ(film->image.pixels, decoded(write_dicom(options)).film.pixels);
  EXPECT_EQ(film->subject, "a lateral film");
}

}  // namespace
}  // namespace chestlens
