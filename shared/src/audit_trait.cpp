#include <chestlens/audit_trait.hpp>

#include <algorithm>

namespace chestlens {
namespace {

constexpr std::array<TraitInfo, traits.size()> infos{{
    {"border", "the outer 10 % of the film, where little or no lung is", true},
    {"text", "what text and markers were found, and where", true},
    {"sharpness", "detail and noise in the outer 15 % of the film", true},
    {"brightness", "grey levels of the outer 15 % of the film", true},
    {"file", "width, height, aspect, depth and kind of the file", true},
    {"histogram", "grey levels of the whole film, without their places: disease is among them",
     false},
}};

/// What an audit asks about besides the traits, and traits that read otherwise.
struct Subject {
  std::string_view first_word;  // of its tests
  std::string_view words;
  std::string_view meaning;  // "": the trait's own
};

constexpr std::array<Subject, 11> subjects{{
    {"border", "the border", ""},
    {"text", "text and markers", ""},
    {"file", "the file's size and kind", ""},
    {"whole", "whole films", "what is told when nothing is covered, to set the others against"},
    {"lungs", "the lungs", "what is still told with the lungs covered, by an estimate of them"},
    {"answers", "harmless changes",
     "films made brighter, moved, noisy, coarser: nothing of a disease is changed"},
    {"features", "sources",
     "hospitals and collections, within one class or within one of them alone"},
    {"recall", "sources", ""},
    {"within", "sources", ""},
    {"source", "sources", ""},
    {"evidence", "evidence", "where in the film the evidence for its answers lies"},
}};

/// The word that says what a test is about: "films offer border" -> "border".
std::string_view subject_word(std::string_view test) {
  constexpr std::string_view offer = "films offer ";
  if (test.starts_with(offer)) test.remove_prefix(offer.size());
  return test.substr(0, test.find_first_of(" ,"));
}

}  // namespace

const TraitInfo& trait_info(Trait trait) {
  return infos[static_cast<std::size_t>(trait)];
}

std::string trait_in_words(std::string_view test) {
  const std::string_view word = subject_word(test);
  const auto found = std::ranges::find(subjects, word, &Subject::first_word);
  return std::string(found == subjects.end() ? word : found->words);
}

std::string trait_meaning(std::string_view test) {
  const std::string_view word = subject_word(test);
  const auto info = std::ranges::find(infos, word, &TraitInfo::name);
  if (info != infos.end()) return std::string(info->meaning);
  const std::string words = trait_in_words(test);
  const auto found = std::ranges::find(subjects, words, &Subject::words);
  return std::string(found == subjects.end() ? "" : found->meaning);
}

}  // namespace chestlens
