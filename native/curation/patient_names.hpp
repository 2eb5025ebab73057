#pragma once

#include "data/manifest.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace chestlens {

/// A value for --patient-pattern that fits names such as person1619_bacteria_4267.jpeg and
/// person1619_bacteria_4268.jpeg: what stands before the last number, and has a number itself, is
/// the patient.
inline constexpr const char* numbered_film_pattern = R"(^(.*[0-9].*)[_-][0-9]+\.)";

/// Two file names that the pattern says are of one patient, as "A and B"; "" where there are none.
std::string films_of_one_stem(std::span<const std::filesystem::path> files);

/// What to do where every film of a source counts as a patient of its own though names share a
/// stem, as one sentence; "" where nothing says so.
std::string patients_by_name(const Manifest& manifest);

}  // namespace chestlens
