#pragma once

#include <chestlens/trust.hpp>

#include <string>

namespace chestlens {

/// JSON of answer, words, score, share of nearer films, and what the film may be.
std::string to_json(const Trust& trust);

}  // namespace chestlens
