#include "bundle/trust_text.hpp"

#include <chestlens/trust_json.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace chestlens {

std::string trust_note(const Trust& trust) {
  std::string note(to_string(trust.likeness));
  if (!trust.subject.empty()) return "[" + note + ": " + reason_in_words(trust) + "]";
  if (!trust.reason.empty()) return "[" + note + ": " + trust.reason + "]";
  if (trust.likeness != Likeness::like) {
    note += fmt::format(", {:.3g} x", trust.score);
  }
  if (trust.surprise != Surprise::none)
    note += fmt::format(", perhaps {}", to_string(trust.surprise));
  return "[" + note + "]";
}

std::vector<std::string> trust_lines(std::span<const ModelTrust> models,
                                     std::string (*words)(const Trust&)) {
  std::vector<std::string> lines;
  for (const ModelTrust& model : models) {
    lines.push_back((models.size() > 1 ? model.model + ": " : "") + words(model.trust));
  }
  return lines;
}

std::vector<std::string> trust_columns() {
  return {"trust", "trust_score", "perhaps"};
}

std::vector<std::string> trust_fields(const std::optional<Trust>& trust) {
  if (!trust) return {"", "", ""};
  return {
      std::string(to_string(trust->likeness)),
      trust->reason.empty() ? fmt::format("{:.6g}", trust->score) : "",
      trust->subject.empty() ? std::string(to_string(trust->surprise)) : reason_in_words(*trust)};
}

nlohmann::ordered_json trust_json(const Trust& trust) {
  return nlohmann::ordered_json::parse(to_json(trust));
}

}  // namespace chestlens
