#include "facts.hpp"

#include "element.hpp"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

namespace chestlens::dicom {
namespace {

std::string upper_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string code_meaning(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* code = first_item(item, sequence);
  return code ? upper_case(text_of(*code, DCM_CodeMeaning)) : std::string();
}

std::string view_position(DcmItem& data) {
  std::string position = upper_case(text_of(data, DCM_ViewPosition));
  if (!position.empty()) return position;
  const std::string meaning = code_meaning(data, DCM_ViewCodeSequence);
  if (meaning.find("LATERAL") != std::string::npos) return "LATERAL";
  if (meaning.starts_with("POSTERO")) return "PA";
  if (meaning.starts_with("ANTERO")) return "AP";
  return {};
}

/// "045Y", "003M", "012W", "005D".
std::optional<double> age_years(DcmItem& data) {
  const std::string text = text_of(data, DCM_PatientAge);
  if (text.size() != 4) return {};
  int number = 0;
  for (const char digit : std::string_view(text).substr(0, 3)) {
    if (digit < '0' || digit > '9') return {};
    number = number * 10 + (digit - '0');
  }
  switch (text[3]) {
    case 'Y':
      return number;
    case 'M':
      return number / 12.0;
    case 'W':
      return number / 52.1775;
    case 'D':
      return number / 365.2425;
    default:
      return {};
  }
}

std::optional<std::array<double, 2>> spacing_mm(DcmItem& data) {
  for (const DcmTagKey& tag : {DCM_PixelSpacing, DCM_ImagerPixelSpacing}) {
    const auto row = number_of(data, tag, 0);
    const auto column = number_of(data, tag, 1);
    if (row && column && *row > 0 && *column > 0) return std::array{*row, *column};
  }
  return {};
}

}  // namespace

DicomFacts facts_of(DcmDataset& data) {
  DicomFacts facts;
  facts.modality = upper_case(text_of(data, DCM_Modality));
  facts.view_position = view_position(data);
  facts.laterality = upper_case(text_of(data, DCM_ImageLaterality));
  if (facts.laterality.empty()) facts.laterality = upper_case(text_of(data, DCM_Laterality));
  facts.body_part = upper_case(text_of(data, DCM_BodyPartExamined));
  if (facts.body_part.empty()) facts.body_part = code_meaning(data, DCM_AnatomicRegionSequence);
  facts.photometric = text_of(data, DCM_PhotometricInterpretation);
  facts.transfer_syntax = DcmXfer(data.getOriginalXfer()).getXferName();
  facts.age_years = age_years(data);
  facts.spacing_mm = spacing_mm(data);
  facts.frames = std::max(1, static_cast<int>(number_of(data, DCM_NumberOfFrames).value_or(1)));
  return facts;
}

}  // namespace chestlens::dicom
