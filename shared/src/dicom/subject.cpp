#include <chestlens/dicom.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace chestlens {
namespace {

struct Kind {
  std::string_view modality;
  std::string_view words;
};

/// Modalities of PS3.3, C.7.3.1.1.1, that are no plain radiograph.
constexpr std::array kinds{
    Kind{"CT", "a CT image"},
    Kind{"MR", "an MR image"},
    Kind{"US", "an ultrasound image"},
    Kind{"NM", "a nuclear medicine image"},
    Kind{"PT", "a PET image"},
    Kind{"MG", "a mammogram"},
    Kind{"XA", "an angiogram"},
    Kind{"RF", "a fluoroscopy image"},
    Kind{"PX", "a dental panorama"},
    Kind{"IO", "a dental film"},
    Kind{"BMD", "a bone density image"},
    Kind{"ES", "an endoscopy image"},
    Kind{"SM", "a microscope slide"},
    Kind{"GM", "a microscope image"},
    Kind{"XC", "a photograph"},
    Kind{"OP", "an eye photograph"},
    Kind{"OPT", "an eye tomogram"},
    Kind{"SEG", "a segmentation"},
    Kind{"RTDOSE", "a radiotherapy dose"},
    Kind{"RTIMAGE", "a radiotherapy image"},
    Kind{"SR", "a report"},
    Kind{"DOC", "a document"},
};

constexpr std::array<std::string_view, 7> radiographs = {"CR", "DX", "DR", "RG", "XR", "OT", "SC"};
constexpr std::array<std::string_view, 3> chest = {"CHEST", "THORAX", "LUNG"};
constexpr std::array<std::string_view, 5> lateral = {"LL", "RL", "LLD", "RLD", "LAT"};
constexpr std::array<std::string_view, 4> oblique = {"LLO", "RLO", "LAO", "RAO"};

bool is_one_of(std::string_view text, auto known) {
  return std::ranges::find(known, text) != known.end();
}

}  // namespace

std::string other_subject(const DicomFacts& facts) {
  const auto* const kind = std::ranges::find(kinds, facts.modality, &Kind::modality);
  if (kind != kinds.end()) return std::string(kind->words);
  if (!facts.modality.empty() && !is_one_of(facts.modality, radiographs)) {
    return "an image of modality " + facts.modality;
  }
  if (!facts.body_part.empty() && std::ranges::none_of(chest, [&](std::string_view part) {
        return facts.body_part.find(part) != std::string::npos;
      })) {
    return "a film of " + facts.body_part;
  }
  if (is_one_of(facts.view_position, lateral) ||
      facts.view_position.find("LATERAL") != std::string::npos) {
    return "a lateral film";
  }
  if (is_one_of(facts.view_position, oblique)) return "an oblique film";
  return {};
}

}  // namespace chestlens
