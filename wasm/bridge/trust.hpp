#pragma once

#include <chestlens/trust.hpp>

#include <bridge/reply.hpp>

#include <optional>
#include <utility>

namespace chestlens::bridge {

/// As `chestlens predict --json` says it, with the reason where nothing can be told.
inline emscripten::val trust_object(const Trust& trust) {
  auto object = object_of("answer", std::string(to_string(trust.likeness)));
  object.set("says", describe(trust));
  object.set("reason", trust.reason);
  object.set("score", trust.score);
  object.set("farther_than", trust.farther_than);
  object.set("perhaps", std::string(to_string(trust.surprise)));
  object.set("header_says", trust.subject);
  return object;
}

/// Reads it back; none of null. Errors: those of parse_likeness and parse_surprise.
inline Result<std::optional<Trust>> trust_from(const emscripten::val& said) {
  if (said.isNull()) return std::optional<Trust>();
  Trust trust;
  CHESTLENS_TRY(trust.likeness, parse_likeness(said["answer"].as<std::string>()));
  CHESTLENS_TRY(trust.surprise, parse_surprise(said["perhaps"].as<std::string>()));
  trust.score = said["score"].as<double>();
  trust.farther_than = said["farther_than"].as<double>();
  trust.reason = said["reason"].as<std::string>();
  trust.subject = said["header_says"].as<std::string>();
  return std::optional(std::move(trust));
}

}  // namespace chestlens::bridge
