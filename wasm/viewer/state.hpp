#pragma once

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <viewer/compared.hpp>
#include <viewer/film.hpp>
#include <viewer/map_state.hpp>
#include <viewer/theme.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace chestlens::viewer {

/// What stands beside a class's answers, and the part of the card that has more of it.
struct ClassCaveat {
  std::string sentence;
  std::string place;  // an id in the card; "" where there is no more

  bool operator==(const ClassCaveat&) const = default;
};

struct ModelInfo {
  std::string title;
  std::vector<std::string> classes;
  FitMode fit = FitMode::squash;
  std::vector<ClassCaveat> caveats = {};  // one of each class, or none

  bool operator==(const ModelInfo&) const = default;
};

enum class StatusKind : std::uint8_t { loading, ready, notice, error };

/// "loading", "ready", "notice" or "error".
Result<StatusKind> parse_status_kind(std::string_view name);

/// Events for the page, in the order in which they happened.
struct FilmSelected {
  int id = 0;
};
struct ClassShown {
  int id = 0;
  int class_index = 0;
};
struct FilesWanted {};
struct AnswerWanted {
  int id = 0;
};
/// The film is to be predicted again, changed so.
struct ChangeWanted {
  int id = 0;
  FilmChange change;
};
/// What in the film's header may identify a patient is to be listed.
struct IdentifiersWanted {
  int id = 0;
};
struct CardWanted {
  std::string place;
};
struct MapsWanted {
  int id = 0;
  int member = 0;
  MapMethod method = MapMethod::hires_cam;
};
struct MapsCancelled {
  int id = 0;
  int member = 0;
  MapMethod method = MapMethod::hires_cam;
};
/// The members' maps are to be fetched, and all films placed on them.
struct ReferenceMapsWanted {};
/// The answer to a question is wanted, or the answers along a slider.
struct QuestionAsked {
  int id = 0;
  int number = 0;
  std::string question;  // as JSON
};
struct CurveWanted {
  int id = 0;
  std::string kind;
  std::vector<double> amounts;
};
/// What is asked of the film now, in order.
struct QuestionsChanged {
  int id = 0;
  std::vector<int> numbers;
};
/// The film's questions are to be saved as a file.
struct QuestionsSaved {
  int id = 0;
};
/// What is measured on the film changed.
struct MeasuresChanged {
  int id = 0;
};
/// The answer of a model that is opened beside the others is wanted.
struct BesideWanted {
  int id = 0;
  std::string model;
};
/// The weights on show changed.
struct WeightsMoved {};
using Event = std::variant<FilmSelected, ClassShown, FilesWanted, AnswerWanted, ChangeWanted,
                           IdentifiersWanted, CardWanted, MapsWanted, MapsCancelled,
                           ReferenceMapsWanted, QuestionAsked, CurveWanted, QuestionsChanged,
                           QuestionsSaved, MeasuresChanged, BesideWanted, WeightsMoved>;

/// The parts of the panel beside the film.
enum class Tab : std::uint8_t { answer, question, explain, map, compare };

/// Everything the viewer shows. Panels read it and change it by the functions below.
struct State {
  ModelInfo model;
  std::string status_text;
  StatusKind status_kind = StatusKind::loading;
  std::string backend;
  Theme theme = Theme::dark;
  std::vector<Film> films;
  std::optional<int> selected_id;
  Tab tab = Tab::answer;
  MapState map;
  bool heatmap_visible = true;
  double opacity = 0.45;
  ExplainView explain;
  QuestionView question;
  MeasureView measure;
  CompareView compare;
  bool invert = false;
  bool help_visible = false;
  double overlay_ms = 0.0;  // what the film's last drawing took
  ImageLimits limits;
  std::uint64_t last_revision = 0;
  std::vector<Event> events;
};

Film* find_film(State& state, int id);
const Film* find_film(const State& state, int id);
Film* selected_film(State& state);
const Film* selected_film(const State& state);

/// A model of other classes or another fit makes the predictions on show meaningless: they go.
void set_model(State& state, ModelInfo model);

/// Shows a part of the panel. The map is asked for when it is first shown.
void show_tab(State& state, Tab tab);

/// A film that waits; the first one is selected. Errors: mismatch where the id is in use.
Status add_film(State& state, int id, std::string name, const FilmChange& change = {});

/// Pixels of a waiting film. Errors: not_found; invalid_argument, which marks the film failed.
Status set_film(State& state, int id, GreyImage image, const Window& window);

/// What was done to read the film, in sentences, and whether it has a header with a patient's data.
/// Errors: not_found.
Status set_notes(State& state, int id, std::vector<std::string> notes, bool has_header = false);

/// How large the film's pixels are. Errors: not_found; invalid_argument for no positive number.
Status set_spacing(State& state, int id, const PixelSpacing& spacing);

/// The elements of the film's header that may identify a patient. Errors: not_found.
Status set_identifiers(State& state, int id, std::vector<std::string> elements);

/// One probability and one heat-map per class of the model, and what is to be known of the film.
/// Errors: those of set_film.
Status set_prediction(State& state, int id, Prediction prediction, const Timings& timings = {},
                      std::vector<Hint> hints = {});

/// How far its nearest training films are, in words. Errors: not_found.
Status set_distance(State& state, int id, std::string words);

/// Shows the probabilities of a film that is unlike those of training. Errors: not_found.
Status show_answer(State& state, int id);

/// Whether the film can be predicted in another way: it was read, and there is a model.
bool may_be_changed(const State& state, const Film& film);

/// Asks for the film to be predicted again with one more change; it waits until it comes. Errors:
/// not_found.
Status change_film(State& state, int id, const FilmChange& change);

Status set_failure(State& state, int id, std::string message);

/// Its neighbour takes over the selection.
Status remove_film(State& state, int id);

/// The maps go too: another model is opened.
void clear_films(State& state);

Status select_film(State& state, int id);

/// Sets the class whose heat-map the selected film shows. Errors: not_found without a prediction,
/// invalid_argument outside the model's classes.
Status show_class(State& state, int class_index);

/// Errors: invalid_argument outside [0,1].
Status set_opacity(State& state, double opacity);

/// The film's first window and the whole film in view.
void reset_view(Film& film);

}  // namespace chestlens::viewer
