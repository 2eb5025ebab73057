// The object that createViewer() resolves to: functions that the page calls, and events for it.
#include <bridge/film_change.hpp>
#include <bridge/planes.hpp>
#include <bridge/reply.hpp>
#include <bridge/trust.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>
#include <viewer/shown_image.hpp>
#include <viewer/state_json.hpp>
#include <viewer/web/changed.hpp>
#include <viewer/web/page.hpp>

#include <cmath>
#include <utility>

namespace chestlens::viewer {

using bridge::from_typed_array;
using bridge::object_of;
using bridge::to_typed_array;
using emscripten::val;

namespace {

template <typename... Arguments>
void call_page(const char* name, Arguments... arguments) {
  const val callback = val::module_property(name);
  if (callback.typeOf().as<std::string>() == "function") callback(arguments...);
}

void send(const FilmSelected& event) {
  call_page("on_select", event.id);
}
void send(const ClassShown& event) {
  call_page("on_class_change", event.id, event.class_index);
}
void send(const FilesWanted&) {
  call_page("on_open_files");
}
void send(const AnswerWanted& event) {
  call_page("on_answer_wanted", event.id);
}
void send(const ChangeWanted& event) {
  call_page("on_change", event.id, bridge::change_object(event.change));
}
void send(const IdentifiersWanted& event) {
  call_page("on_identifiers_wanted", event.id);
}
void send(const CardWanted& event) {
  call_page("on_open_card", event.place);
}
void send(const MapsWanted& event) {
  call_page("on_maps_wanted", event.id, event.member,
            std::string(map_method_info(event.method).name));
}
void send(const MapsCancelled& event) {
  call_page("on_maps_cancelled", event.id, event.member,
            std::string(map_method_info(event.method).name));
}
void send(const ReferenceMapsWanted&) {
  call_page("on_reference_maps_wanted");
}

void send(const QuestionAsked& event) {
  call_page("on_ask", event.id, event.number, event.question);
}
void send(const CurveWanted& event) {
  call_page("on_curve_wanted", event.id, event.kind, val::array(event.amounts));
}
void send(const QuestionsChanged& event) {
  call_page("on_questions_changed", event.id, val::array(event.numbers));
}
void send(const QuestionsSaved& event) {
  call_page("on_save_questions", event.id);
}

void send(const MeasuresChanged& event) {
  std::vector<std::string> words;
  if (const Film* film = find_film(std::as_const(state()), event.id)) {
    for (const Measure& measure : film->measures) words.push_back(words_of(measure, film->spacing));
  }
  call_page("on_measures_changed", event.id, val::array(words));
}
void send(const BesideWanted& event) {
  call_page("on_beside_wanted", event.id, event.model);
}
void send(const WeightsMoved&) {
  call_page("on_weights_moved");
}

std::vector<ClassCaveat> caveats_from(const val& list) {
  std::vector<ClassCaveat> caveats;
  for (const val& caveat : emscripten::vecFromJSArray<val>(list)) {
    caveats.push_back({caveat["sentence"].as<std::string>(), caveat["place"].as<std::string>()});
  }
  return caveats;
}

val set_model_info(const std::string& title, const val& classes, const std::string& fit,
                   const val& caveats) {
  return changed([&]() -> Status {
    if (!classes.isArray()) return fail(ErrorCode::invalid_argument, "give an array", "classes");
    CHESTLENS_TRY(const auto mode, parse_fit_mode(fit));
    set_model(state(), {title, emscripten::vecFromJSArray<std::string>(classes), mode,
                        caveats_from(caveats)});
    return {};
  });
}

val set_status(const std::string& text, const std::string& kind) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(const auto parsed, parse_status_kind(kind));
    state().status_text = text;
    state().status_kind = parsed;
    return {};
  });
}

val set_theme(const std::string& name) {
  return changed([&]() -> Status {
    CHESTLENS_TRY(state().theme, parse_theme(name));
    return {};
  });
}

val set_backend(const std::string& label) {
  return changed([&]() -> Status {
    state().backend = label;
    return {};
  });
}

val add(int id, const std::string& name, const val& change) {
  return changed([&] { return add_film(state(), id, name, bridge::change_from(change)); });
}

val set_film_pixels(int id, int width, int height, int max_level, const val& pixels,
                    double low_level, double high_level) {
  val reply = changed([&]() -> Status {
    if (max_level < 1 || max_level > 65535) {
      return fail(ErrorCode::invalid_argument, "give 1 to 65,535", "max_level");
    }
    CHESTLENS_TRY(auto levels, from_typed_array<std::uint16_t>(pixels, "pixels"));
    GreyImage image{width, height, static_cast<std::uint16_t>(max_level), std::move(levels)};
    return set_film(state(), id, std::move(image), {low_level, high_level, false});
  });
  if (!reply["ok"].as<bool>()) {
    (void)set_failure(state(), id, reply["message"].as<std::string>());
  }
  return reply;
}

double milliseconds(const val& timings, const char* name) {
  const val value = timings[name];
  return value.isNumber() ? value.as<double>() : std::nan("");
}

std::vector<Hint> hints_from(const val& list) {
  std::vector<Hint> hints;
  for (const val& hint : emscripten::vecFromJSArray<val>(list)) {
    hints.push_back({hint["sentence"].as<std::string>(), hint["action"].as<std::string>(),
                     bridge::change_from(hint["change"])});
  }
  return hints;
}

/// `said` is {trust, hints, timings}.
val set_film_notes(int id, const val& notes, bool has_header) {
  return changed([&] {
    return set_notes(state(), id, emscripten::vecFromJSArray<std::string>(notes), has_header);
  });
}

val set_film_spacing(int id, double across_mm, double down_mm) {
  return changed([&] { return set_spacing(state(), id, {across_mm, down_mm}); });
}

val set_film_identifiers(int id, const val& elements) {
  return changed([&] {
    return set_identifiers(state(), id, emscripten::vecFromJSArray<std::string>(elements));
  });
}

val set_film_prediction(int id, const val& probabilities, const val& heatmaps, int height,
                        int width, const val& said) {
  val reply = changed([&]() -> Status {
    CHESTLENS_TRY(auto shares, from_typed_array<float>(probabilities, "probabilities"));
    CHESTLENS_TRY(const auto values, from_typed_array<float>(heatmaps, "heatmaps"));
    CHESTLENS_TRY(auto images, bridge::split_planes(values, shares.size(), height, width));
    CHESTLENS_TRY(auto trust, bridge::trust_from(said["trust"]));
    const val timings = said["timings"];
    return set_prediction(
        state(), id, {std::move(shares), std::move(images), std::move(trust)},
        {milliseconds(timings, "decode_ms"), milliseconds(timings, "preprocess_ms"),
         milliseconds(timings, "inference_ms"), milliseconds(timings, "explain_ms")},
        hints_from(said["hints"]));
  });
  if (!reply["ok"].as<bool>()) {
    (void)set_failure(state(), id, reply["message"].as<std::string>());
  }
  return reply;
}

val show_film_answer(int id) {
  return changed([&] { return show_answer(state(), id); });
}

val change(int id, const val& change) {
  return changed([&] { return change_film(state(), id, bridge::change_from(change)); });
}

val set_film_failure(int id, const std::string& message) {
  return changed([&] { return set_failure(state(), id, message); });
}

val remove(int id) {
  return changed([&] { return remove_film(state(), id); });
}

val select(int id) {
  return changed([&] { return select_film(state(), id); });
}

val clear() {
  return changed([&]() -> Status {
    clear_films(state());
    return {};
  });
}

val show_class_index(int class_index) {
  return changed([&]() -> Status {
    state().heatmap_visible = true;
    return show_class(state(), class_index);
  });
}

val set_heatmap_opacity(double opacity) {
  return changed([&] { return set_opacity(state(), opacity); });
}

val set_invert(bool invert) {
  return changed([&]() -> Status {
    state().invert = invert;
    return {};
  });
}

std::string current_state() {
  return state_json(state());
}

/// The film as the texture would show it with this class (-1: none) and opacity.
val overlay(int id, int class_index, double opacity) {
  return bridge::reply([&]() -> Result<val> {
    const Film* film = find_film(std::as_const(state()), id);
    if (film == nullptr || film->image.pixels.empty()) {
      return fail(ErrorCode::not_found, "there is no decoded film of this id",
                  "film " + std::to_string(id));
    }
    ShownKey key = shown_key(state(), *film);
    key.class_index = class_index;
    key.opacity = opacity;
    return render_shown(*film, key, state().model.fit).map([](const RgbaImage& image) {
      val fields = object_of("width", image.width_pixels);
      fields.set("height", image.height_pixels);
      fields.set("rgba", to_typed_array(image.pixels));
      return fields;
    });
  });
}

EMSCRIPTEN_BINDINGS(viewer) {
  emscripten::function("set_model", &set_model_info);
  emscripten::function("set_status", &set_status);
  emscripten::function("set_theme", &set_theme);
  emscripten::function("set_backend", &set_backend);
  emscripten::function("add_film", &add);
  emscripten::function("set_film", &set_film_pixels);
  emscripten::function("set_notes", &set_film_notes);
  emscripten::function("set_spacing", &set_film_spacing);
  emscripten::function("set_identifiers", &set_film_identifiers);
  emscripten::function("set_prediction", &set_film_prediction);
  emscripten::function("show_answer", &show_film_answer);
  emscripten::function("change_film", &change);
  emscripten::function("set_failure", &set_film_failure);
  emscripten::function("remove_film", &remove);
  emscripten::function("select", &select);
  emscripten::function("clear", &clear);
  emscripten::function("show_class", &show_class_index);
  emscripten::function("set_opacity", &set_heatmap_opacity);
  emscripten::function("set_invert", &set_invert);
  emscripten::function("state", &current_state);
  emscripten::function("overlay", &overlay);
}

}  // namespace

void send_events() {
  // The page may call back into the viewer from here: the list is taken before events are sent.
  for (const Event& event : std::exchange(state().events, {})) {
    std::visit([](const auto& happened) { send(happened); }, event);
  }
}

}  // namespace chestlens::viewer
