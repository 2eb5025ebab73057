#include "element.hpp"

#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <cstdint>
#include <string_view>

namespace chestlens::dicom {
namespace {

std::string trimmed(const OFString& text) {
  constexpr std::string_view padding(" \t\r\n\0", 5);
  const std::string_view all(text.data(), text.size());
  const auto begin = all.find_first_not_of(padding);
  if (begin == std::string_view::npos) return {};
  return std::string(all.substr(begin, all.find_last_not_of(padding) - begin + 1));
}

}  // namespace

std::string text_of(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  return item.findAndGetOFString(tag, text).good() ? trimmed(text) : std::string();
}

std::optional<double> number_of(DcmItem& item, const DcmTagKey& tag, unsigned long position) {
  OFString text;
  if (item.findAndGetOFString(tag, text, position).bad() || trimmed(text).empty()) return {};
  OFBool is_number = OFFalse;
  const double number = OFStandard::atof(trimmed(text).c_str(), &is_number);
  if (!is_number || !std::isfinite(number)) return {};
  return number;
}

std::optional<int> integer_of(DcmItem& item, const DcmTagKey& tag, bool is_signed,
                              unsigned long position) {
  Uint16 word = 0;
  if (item.findAndGetUint16(tag, word, position).good()) {
    return is_signed ? int{static_cast<std::int16_t>(word)} : int{word};
  }
  Sint16 signed_word = 0;
  if (item.findAndGetSint16(tag, signed_word, position).good()) {
    return is_signed ? int{signed_word} : int{static_cast<std::uint16_t>(signed_word)};
  }
  Sint32 number = 0;
  if (item.findAndGetSint32(tag, number, position).good()) return number;
  return {};
}

DcmItem* first_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* found = nullptr;
  return item.findAndGetSequenceItem(sequence, found, 0).good() ? found : nullptr;
}

}  // namespace chestlens::dicom
