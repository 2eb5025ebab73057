#pragma once

#include "bundle/bundle.hpp"
#include "data/manifest.hpp"

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Films that an audit looks at, N of them.
struct AuditFilms {
  std::vector<std::string> classes;
  std::vector<std::string> sources;  // by name; "not stated" for none
  std::vector<std::filesystem::path> paths;
  std::vector<int> class_of;
  std::vector<int> source_of;
  PatientFilms patients;    // positions of each patient's films
  std::string measured_on;  // "600 films of 421 patients that the model never saw"

  std::size_t count() const { return paths.size(); }
};

/// Films of a manifest for a bundle: those that it never saw, or, where it does not say what it
/// saw, those declared test, or all; of each class at most `most` / classes, spread over them. A
/// class without films keeps its number. Errors: invalid_argument for fewer than 20 films, or films
/// of one class alone; mismatch where the manifest has no class of the bundle.
Result<AuditFilms> audit_films(const Bundle& bundle, const Manifest& manifest,
                               const std::vector<std::string>& sha256, std::size_t most);

}  // namespace chestlens
