#include <viewer/checks.hpp>
#include <viewer/state.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr ImageLimits preview_limits = {2048, 1'000'000};

std::string film_place(int id) {
  return "film " + std::to_string(id);
}

Status failed_with(Film& film, ErrorCode code, std::string message) {
  film.failure = message;
  return fail(code, std::move(message), film.name);
}

void change_selection(State& state, std::optional<int> id) {
  if (state.selected_id == id) return;
  state.selected_id = id;
  state.measure.held.reset();
  if (id) state.events.emplace_back(FilmSelected{*id});
}

void forget_prediction(State& state, Film& film) {
  film.prediction.reset();
  film.chosen_class.reset();
  film.hints.clear();
  film.places.clear();
  film.distance.clear();
  film.answer_wanted = false;
  film.explained.clear();
  film.questions = {};
  film.compared = {};
  film.revision = ++state.last_revision;
}

}  // namespace

Result<StatusKind> parse_status_kind(std::string_view name) {
  if (name == "loading") return StatusKind::loading;
  if (name == "ready") return StatusKind::ready;
  if (name == "notice") return StatusKind::notice;
  if (name == "error") return StatusKind::error;
  return fail(ErrorCode::invalid_argument, "give one of loading, ready, notice, error", "kind");
}

const Film* find_film(const State& state, int id) {
  const auto found = std::find_if(state.films.begin(), state.films.end(),
                                  [id](const Film& film) { return film.id == id; });
  return found == state.films.end() ? nullptr : &*found;
}

Film* find_film(State& state, int id) {
  return const_cast<Film*>(find_film(std::as_const(state), id));
}

const Film* selected_film(const State& state) {
  return state.selected_id ? find_film(state, *state.selected_id) : nullptr;
}

Film* selected_film(State& state) {
  return const_cast<Film*>(selected_film(std::as_const(state)));
}

void set_model(State& state, ModelInfo model) {
  if (model != state.model) {
    state.model = std::move(model);
    for (Film& film : state.films) forget_prediction(state, film);
    state.map = {};
  }
  show_tab(state, state.tab);
}

void show_tab(State& state, Tab tab) {
  state.tab = tab;
  if (tab != Tab::map || state.map.is_wanted) return;
  state.map.is_wanted = true;
  for (MemberMap& member : state.map.members) {
    if (member.may_come) member = {member.model, {}, {}};
  }
  state.events.emplace_back(ReferenceMapsWanted{});
}

Status add_film(State& state, int id, std::string name, const FilmChange& change) {
  if (find_film(state, id) != nullptr) {
    return fail(ErrorCode::mismatch, "a film of this id is already shown", film_place(id));
  }
  Film film;
  film.id = id;
  film.name = std::move(name);
  film.change = change;
  film.revision = ++state.last_revision;
  state.films.push_back(std::move(film));
  if (!state.selected_id) change_selection(state, id);
  return {};
}

Status set_notes(State& state, int id, std::vector<std::string> notes, bool has_header) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  film->notes = std::move(notes);
  film->has_header = has_header;
  return {};
}

Status set_spacing(State& state, int id, const PixelSpacing& spacing) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  const auto is_length = [](double mm) { return std::isfinite(mm) && mm > 0.0; };
  if (!is_length(spacing.across_mm) || !is_length(spacing.down_mm)) {
    return fail(ErrorCode::invalid_argument, "a pixel is wider and higher than 0 mm",
                film_place(id));
  }
  film->spacing = spacing;
  return {};
}

Status set_identifiers(State& state, int id, std::vector<std::string> elements) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  film->identifiers = std::move(elements);
  return {};
}

Status set_film(State& state, int id, GreyImage image, const Window& window) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  const int width = image.width_pixels;
  const int height = image.height_pixels;
  if (width < 1 || height < 1 || image.pixels.size() != area_pixels(width, height)) {
    return failed_with(*film, ErrorCode::invalid_argument,
                       "the film's pixels do not fill its width and height");
  }
  if (image.max_level == 0) {
    return failed_with(*film, ErrorCode::invalid_argument, "the film's highest level is 0");
  }
  film->width_pixels = width;
  film->height_pixels = height;
  const int factor = reduction_factor(width, height, state.limits);
  film->image = factor == 1 ? std::move(image) : reduce(image, factor);
  const int preview_factor =
      reduction_factor(film->image.width_pixels, film->image.height_pixels, preview_limits);
  film->preview = preview_factor == 1 ? GreyImage{} : reduce(film->image, preview_factor);
  const auto& levels = film->image.pixels;
  const int brightest = *std::max_element(levels.begin(), levels.end());
  film->brightest_level = brightest > 0 ? brightest : film->image.max_level;
  film->window = film->initial_window = window;
  film->view = {};
  film->failure.clear();
  film->revision = ++state.last_revision;
  return {};
}

Status set_prediction(State& state, int id, Prediction prediction, const Timings& timings,
                      std::vector<Hint> hints) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  if (const Status complete = check_prediction(state, prediction); !complete) {
    return failed_with(*film, complete.error().code, complete.error().message);
  }
  film->prediction = std::move(prediction);
  film->hints = std::move(hints);
  film->places.clear();
  film->distance.clear();
  film->explained.clear();
  film->compared = {};
  film->timings = timings;
  film->failure.clear();
  film->revision = ++state.last_revision;
  return {};
}

Status set_distance(State& state, int id, std::string words) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  film->distance = std::move(words);
  return {};
}

Status show_answer(State& state, int id) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  if (!film->answer_wanted) state.events.emplace_back(AnswerWanted{id});
  film->answer_wanted = true;
  return {};
}

bool may_be_changed(const State& state, const Film& film) {
  return !film.image.pixels.empty() && !state.model.classes.empty();
}

Status change_film(State& state, int id, const FilmChange& change) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  film->change = then(film->change, change);
  forget_prediction(state, *film);
  if (!film->measures.empty()) state.events.emplace_back(MeasuresChanged{id});
  film->measures.clear();  // they lay on the film as it was
  state.measure.held.reset();
  state.events.emplace_back(ChangeWanted{id, film->change});
  return {};
}

Status set_failure(State& state, int id, std::string message) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  film->failure = message.empty() ? "no reason was given" : std::move(message);
  return {};
}

Status remove_film(State& state, int id) {
  const Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  const auto index = film - state.films.data();
  state.films.erase(state.films.begin() + index);
  if (state.selected_id != id) return {};
  if (state.films.empty()) {
    change_selection(state, std::nullopt);
  } else {
    const auto last = static_cast<std::ptrdiff_t>(state.films.size()) - 1;
    change_selection(state, state.films[static_cast<std::size_t>(std::min(index, last))].id);
  }
  return {};
}

void clear_films(State& state) {
  state.films.clear();
  state.selected_id.reset();
  state.compare.prior_id.reset();
  state.map = {};
}

Status select_film(State& state, int id) {
  if (find_film(state, id) == nullptr) return no_such_film(id);
  change_selection(state, id);
  return {};
}

Status show_class(State& state, int class_index) {
  Film* film = selected_film(state);
  if (film == nullptr || !film->prediction) {
    return fail(ErrorCode::not_found, "select a film with a prediction first");
  }
  if (class_index < 0 || class_index >= static_cast<int>(state.model.classes.size())) {
    return fail(ErrorCode::invalid_argument, "the model has no such class", "class_index");
  }
  if (shown_class(*film) == class_index) return {};
  film->chosen_class = class_index;
  state.events.emplace_back(ClassShown{film->id, class_index});
  return {};
}

Status set_opacity(State& state, double opacity) {
  if (!(opacity >= 0.0 && opacity <= 1.0)) {
    return fail(ErrorCode::invalid_argument, "give 0 to 1", "opacity");
  }
  state.opacity = opacity;
  return {};
}

void reset_view(Film& film) {
  film.window = film.initial_window;
  film.view = {};
}

}  // namespace chestlens::viewer
