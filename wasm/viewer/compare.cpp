#include <viewer/compare.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace chestlens::viewer {
namespace {

tl::unexpected<Error> no_such_film(int id) {
  return fail(ErrorCode::not_found, "there is no such film in the viewer",
              "film " + std::to_string(id));
}

bool whole(const FloatImage& image) {
  return image.width_pixels > 0 && image.height_pixels > 0 &&
         image.pixels.size() == area_pixels(image.width_pixels, image.height_pixels);
}

Status check_prediction(const State& state, const Prediction& prediction) {
  const std::size_t classes = state.model.classes.size();
  if (prediction.probabilities.size() == classes && prediction.heatmaps.size() == classes &&
      std::ranges::all_of(prediction.heatmaps, whole)) {
    return {};
  }
  return fail(ErrorCode::invalid_argument,
              "the prediction does not have one probability and one heat-map per class");
}

/// The film's prediction by the weights on show, where those are not the validated ones.
void weigh(State& state, Film& film) {
  const CompareView& view = state.compare;
  film.compared.moved.reset();
  film.compared.revision = ++state.last_revision;
  if (weights_are_validated(view) || film.compared.members.size() != view.weights.size()) return;
  std::vector<WeightedPrediction> members;
  for (std::size_t m = 0; m < view.weights.size(); ++m) {
    members.push_back({film.compared.members[m], view.weights[m]});
  }
  auto moved = combine(members, view.temperature);
  if (moved) film.compared.moved = *std::move(moved);
}

void show_weights(State& state, std::vector<double> weights) {
  state.compare.weights = std::move(weights);
  for (Film& film : state.films) weigh(state, film);
  state.events.emplace_back(WeightsMoved{});
}

/// The newest of `from` is shown, and what was shown becomes the newest of `to`.
void step_weights(State& state, std::vector<std::vector<double>>& from,
                  std::vector<std::vector<double>>& to) {
  if (from.empty()) return;
  to.push_back(state.compare.weights);
  auto weights = std::move(from.back());
  from.pop_back();
  show_weights(state, std::move(weights));
}

void begin_move(CompareView& view) {
  view.earlier.push_back(view.weights);
  view.undone.clear();
}

/// The film that waits for the answer of this model.
Result<Film*> film_waiting(State& state, int id, const std::string& model) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  const auto& beside = film->compared.beside;
  if (!beside || beside->model != model) {
    return fail(ErrorCode::not_found, "this model is no longer compared", model);
  }
  return film;
}

}  // namespace

std::vector<double> with_weight(std::vector<double> weights, std::size_t member, double weight) {
  if (weights.size() < 2) return {1.0};
  weights[member] = 0.0;
  const double others = std::accumulate(weights.begin(), weights.end(), 0.0);
  const auto count = static_cast<double>(weights.size() - 1);
  for (double& other : weights) {
    other = (1.0 - weight) * (others > 0.0 ? other / others : 1.0 / count);
  }
  weights[member] = weight;
  return weights;
}

Status set_compared_models(State& state, std::vector<ComparedModel> models, double temperature,
                           std::vector<OfferedModel> offers) {
  double all = 0.0;
  for (const ComparedModel& model : models) {
    if (!(model.weight >= 0.0)) {
      return fail(ErrorCode::invalid_argument, "give weights of 0 or more", model.name);
    }
    all += model.weight;
  }
  if (!(all > 0.0) || !(temperature > 0.0)) {
    return fail(ErrorCode::invalid_argument, "give models with weights and a temperature above 0");
  }
  for (ComparedModel& model : models) model.weight /= all;
  CompareView& view = state.compare;
  view = {view.way, std::move(models), temperature, std::move(offers), {}, {}, {}, {}};
  view.weights = validated_weights(view);
  for (Film& film : state.films) film.compared = {};
  return {};
}

Status set_members(State& state, int id, std::vector<Prediction> members) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  if (members.size() != state.compare.models.size()) {
    return fail(ErrorCode::invalid_argument, "there is not one prediction per model", film->name);
  }
  for (const Prediction& member : members) {
    CHESTLENS_CHECK(with_context(check_prediction(state, member), film->name));
  }
  film->compared.members = std::move(members);
  weigh(state, *film);
  return {};
}

std::vector<double> validated_weights(const CompareView& view) {
  std::vector<double> weights;
  for (const ComparedModel& model : view.models) weights.push_back(model.weight);
  return weights;
}

bool weights_are_validated(const CompareView& view) {
  constexpr double rounding = 1e-9;
  return std::ranges::equal(view.weights, validated_weights(view),
                            [](double a, double b) { return std::abs(a - b) < rounding; });
}

Status move_weight(State& state, std::size_t member, double weight) {
  CompareView& view = state.compare;
  if (member >= view.weights.size() || view.weights.size() < 2 ||
      !(weight >= 0.0 && weight <= 1.0)) {
    return fail(ErrorCode::invalid_argument, "give a weight of 0 to 1 to one of several models");
  }
  auto weights = with_weight(view.weights, member, std::round(100.0 * weight) / 100.0);
  if (weights == view.weights) return {};
  if (!view.is_dragging) begin_move(view);
  view.member = member;
  show_weights(state, std::move(weights));
  return {};
}

void reset_weights(State& state) {
  CompareView& view = state.compare;
  if (weights_are_validated(view)) return;
  begin_move(view);
  show_weights(state, validated_weights(view));
}

void undo_weights(State& state) {
  step_weights(state, state.compare.earlier, state.compare.undone);
}

void redo_weights(State& state) {
  step_weights(state, state.compare.undone, state.compare.earlier);
}

const Prediction* together(const Film& film) {
  if (film.compared.moved) return &*film.compared.moved;
  return film.prediction ? &*film.prediction : nullptr;
}

Status open_beside(State& state, const std::string& name) {
  CompareView& view = state.compare;
  if (!name.empty() &&
      std::ranges::find(view.offers, name, &OfferedModel::name) == view.offers.end()) {
    return fail(ErrorCode::invalid_argument, "no such model is offered", name);
  }
  view.beside = name;
  view.way = CompareWay::models;
  return {};
}

void step_beside(State& state) {
  const CompareView& view = state.compare;
  const auto at = std::ranges::find(view.offers, view.beside, &OfferedModel::name);
  const auto next = view.beside.empty() ? view.offers.begin() : at + 1;
  (void)open_beside(state, next == view.offers.end() ? "" : next->name);
}

void want_beside(State& state) {
  const CompareView& view = state.compare;
  Film* film = selected_film(state);
  if (state.tab != Tab::compare || view.way != CompareWay::models || view.beside.empty() ||
      film == nullptr || !answer_is_shown(*film)) {
    return;
  }
  auto& beside = film->compared.beside;
  if (beside && beside->model == view.beside) return;
  beside = BesideAnswer{view.beside};
  film->compared.revision = ++state.last_revision;
  state.events.emplace_back(BesideWanted{film->id, view.beside});
}

Status set_beside(State& state, int id, const std::string& model, Prediction prediction) {
  CHESTLENS_TRY(Film * film, film_waiting(state, id, model));
  CHESTLENS_CHECK(with_context(check_prediction(state, prediction), model));
  film->compared.beside->prediction = std::move(prediction);
  film->compared.beside->failure.clear();
  film->compared.revision = ++state.last_revision;
  return {};
}

Status set_beside_failure(State& state, int id, const std::string& model, std::string message) {
  CHESTLENS_TRY(Film * film, film_waiting(state, id, model));
  film->compared.beside->failure = std::move(message);
  return {};
}

const Film* prior_film(const State& state) {
  const auto& id = state.compare.prior_id;
  return id && id != state.selected_id ? find_film(state, *id) : nullptr;
}

Film* prior_film(State& state) {
  return const_cast<Film*>(prior_film(std::as_const(state)));
}

Status choose_prior(State& state, int id) {
  if (find_film(state, id) == nullptr) return no_such_film(id);
  if (id == state.selected_id) {
    return fail(ErrorCode::invalid_argument, "this is the film itself: choose another one");
  }
  state.compare.prior_id = id;
  state.compare.way = CompareWay::films;
  return {};
}

void step_prior(State& state, bool forward) {
  const auto count = state.films.size();
  if (count < 2 || !state.selected_id) return;
  const int from = prior_film(state) != nullptr ? *state.compare.prior_id : *state.selected_id;
  auto at = static_cast<std::size_t>(find_film(state, from) - state.films.data());
  do {
    at = (at + (forward ? 1 : count - 1)) % count;
  } while (state.films[at].id == state.selected_id);
  (void)choose_prior(state, state.films[at].id);
}

void show_way(State& state, CompareWay way) {
  state.compare.way = way;
  if (way == CompareWay::films && prior_film(state) == nullptr) step_prior(state);
}

}  // namespace chestlens::viewer
