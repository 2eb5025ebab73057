#pragma once

#include <chestlens/trust.hpp>

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

// What is said of trust before any probability, in the same words by every command.

/// One model's answer.
struct ModelTrust {
  std::string model;  // by name
  Trust trust;
};

/// "[like]", "[unlike, 37 x, perhaps no chest X-ray]", "[cannot tell: tiny has no trust.bin]".
std::string trust_note(const Trust& trust);

/// A line for each model, which is named where there are several, in `words`: trust_note's, or
/// those of describe().
std::vector<std::string> trust_lines(std::span<const ModelTrust> models,
                                     std::string (*words)(const Trust&) = trust_note);

/// The columns trust, trust_score, perhaps, and a film's fields in them, blank where none was
/// asked.
std::vector<std::string> trust_columns();
std::vector<std::string> trust_fields(const std::optional<Trust>& trust);

/// Answer, words, score, share of nearer films, and what the film may be.
nlohmann::ordered_json trust_json(const Trust& trust);

}  // namespace chestlens
