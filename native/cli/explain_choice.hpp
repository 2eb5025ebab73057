#pragma once

#include "cli/explain_films.hpp"
#include "explain/explainer.hpp"
#include "explain/film_maps.hpp"
#include "explain/film_panel.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>

#include <string>
#include <vector>

namespace chestlens {

// What a call of `chestlens explain` asks for.

/// Errors: invalid_argument, listing the names.
Result<std::vector<MapMethod>> asked_methods(const std::vector<std::string>& names);

/// By number, all where none is named; "predicted" is none yet. Errors: invalid_argument.
Result<std::vector<int>> asked_classes(const std::vector<std::string>& names,
                                       const std::vector<std::string>& classes);

/// The classes to show of a film, none twice.
std::vector<int> classes_of(const FilmMaps& maps, const std::vector<int>& asked);

MapLook look_of(const ExplainCall& call);

/// Errors: those of open_explainer.
Result<Explainer> open_asked(const ExplainCall& call);

/// What each method is, a sentence and its paper.
std::vector<std::string> meanings_of(const std::vector<MapMethod>& methods);

/// Says which methods a model has no maps by. Errors: unsupported where no map is left.
Status check_maps(const Explainer& explainer, const FilmMaps& maps, const Reporter& reporter);

}  // namespace chestlens
