#pragma once

#include <chestlens/error.hpp>

#include <viewer/compared.hpp>
#include <viewer/state.hpp>
#include <viewer/view.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

// Models and films beside each other. A page or program opens models: the event BesideWanted goes
// out, and set_beside() or set_beside_failure() comes back.

/// The models that answer together, with their validated weights (>= 0, not all 0), and what else
/// may be opened. Errors: invalid_argument.
Status set_compared_models(State& state, std::vector<ComparedModel> models, double temperature,
                           std::vector<OfferedModel> offers);

/// Each model's own prediction of a film that is predicted. Errors: not_found; invalid_argument for
/// another number of models, of classes or of heat-maps.
Status set_members(State& state, int id, std::vector<Prediction> members);

/// Of a film whose members are known: together, by the weights on show.
const Prediction* together(const Film& film);

/// Opens an offered model beside the others, or with "" none. Errors: invalid_argument.
Status open_beside(State& state, const std::string& name);

/// The next of the offered models, and after the last one none.
void step_beside(State& state);

/// While models are compared: wants the answer of the model beside them to the selected film.
void want_beside(State& state);

/// Errors: not_found for a film or a model that is no longer wanted; invalid_argument for other
/// classes.
Status set_beside(State& state, int id, const std::string& model, Prediction prediction);
Status set_beside_failure(State& state, int id, const std::string& model, std::string message);

/// The film that the selected one is set beside; null where none was chosen, or that one itself.
const Film* prior_film(const State& state);
Film* prior_film(State& state);

/// Errors: not_found; invalid_argument for the selected film.
Status choose_prior(State& state, int id);

/// The film after the prior in the list, or before it, the selected one left out, round the end.
void step_prior(State& state, bool forward = true);

void show_way(State& state, CompareWay way);

enum class TileKind : std::uint8_t { member, together, beside };

/// "member", "together", "beside".
const char* to_string(TileKind kind);

/// A picture of the film with one model's heat-map.
struct ModelTile {
  TileKind kind = TileKind::member;
  std::size_t member = 0;
  std::string title;
  const Prediction* prediction = nullptr;  // null: on its way, or refused
};

/// Of a film whose answer is shown: each member, all together where there are several, and the
/// model beside them.
std::vector<ModelTile> model_tiles(const State& state, const Film& film);

/// Whether the place of the film shows tiles.
bool shows_tiles(const State& state);

/// How many.
int count_tiles(const State& state);

/// Where they are in a panel: models where they show the film largest, two films side by side.
std::vector<Area> tile_areas(const State& state, const Film& film, const Area& panel);

/// "like the training films"; "" where that was not asked.
std::string trust_in_short(const Prediction& prediction);

/// What is compared with the film's answer, for people and programs. Errors: not_found.
Result<std::string> comparison_json(const State& state, int id);

}  // namespace chestlens::viewer
