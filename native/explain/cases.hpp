#pragma once

#include "data/manifest.hpp"
#include "explain/explainer.hpp"
#include "explain/film_panel.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

// The films that a study shows: of each class some that the model answers right, some wrong, and
// those that it is surest of and wrong.

enum class FilmCase : std::uint8_t { right, wrong, surest_wrong };

struct AnsweredFilm {
  int truth = 0;
  std::vector<float> probabilities;  // [C]
};

struct CasedFilm {
  std::size_t film = 0;  // position among the answered films
  FilmCase which = FilmCase::right;
};

/// At most `each` films of a class a case, no film twice: the surest wrong ones, then those right
/// and wrong of which the probability of the answer is nearest to the case's median, so that they
/// are typical of it.
std::vector<CasedFilm> choose_cases(std::span<const AnsweredFilm> films, int truth, int each);

/// A film of a folder, and what is answered of it.
struct NamedAnswer {
  std::string file;  // as the folder's manifest has it
  AnsweredFilm answer;
};

struct CaseOptions {
  std::vector<MapMethod> methods;
  MapLook look = {};
  int each = 2;
  int tile_pixels = 192;
  OcclusionOptions occlusion = {};
  std::function<bool()> stopped = {};
};

struct ShownCase {
  NamedAnswer film;
  FilmCase which = FilmCase::right;
};

struct CaseReport {
  std::vector<std::pair<std::string, Panel>> panels;  // of each class that has films, by name
  std::vector<ShownCase> cases = {};                  // every film shown
  std::string csv;              // a row for each of them: class, case, trust, answer, probabilities
  std::int64_t unreadable = 0;  // films that were named and passed over
};

/// "surest and wrong".
std::string_view to_string(FilmCase which);

/// Answers the manifest's test films, or all where none is declared so, and draws a panel of each
/// class: rows are cases, columns the models' maps of the predicted class. A film that cannot be
/// read is named and passed over. Errors: those of explain_film; mismatch where a class of the
/// manifest is none of the model's; invalid_argument where no film is left; interrupted.
Result<CaseReport> case_report(const Explainer& explainer, const Manifest& manifest,
                               const CaseOptions& options, const Reporter& reporter);

/// The same of films whose answers are at hand, those of all members together.
Result<CaseReport> case_report(const Explainer& explainer, const std::filesystem::path& folder,
                               std::span<const NamedAnswer> films, const CaseOptions& options,
                               const Reporter& reporter);

}  // namespace chestlens
