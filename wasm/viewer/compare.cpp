#include <viewer/checks.hpp>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

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
