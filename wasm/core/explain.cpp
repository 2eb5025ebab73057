// Where an answer comes from, by the functions that the workstation calls; the page makes the runs
// of the network that a method takes, since its runtime answers later.
#include <chestlens/card.hpp>
#include <chestlens/explain.hpp>
#include <chestlens/head_model.hpp>
#include <chestlens/map_runs.hpp>
#include <chestlens/map_words.hpp>
#include <chestlens/overlay.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>

#include <memory>
#include <span>
#include <utility>

namespace chestlens::bridge {
namespace {

using emscripten::val;

/// One film's outputs of a model, and where on the film its maps lie.
struct FilmToExplain {
  ActivationShape shape;
  std::vector<float> logits, activations, cam_weights, evidence, logit_bias, max_weights;
  FloatImage prepared;
  LungField lungs;
  ShownPart part;

  MapOutputs view() const {
    return {shape, logits, activations, cam_weights, evidence, logit_bias, max_weights};
  }
};

/// A method's runs; what they view lives as long as they.
struct FilmRuns {
  std::shared_ptr<FilmToExplain> film;
  MapMethod method = MapMethod::hires_cam;
  MapRuns runs;
};

/// {methods, warning}: what each method is, and what is said of every map.
val methods() {
  val list = val::array();
  for (const MapMethodInfo& info : map_methods()) {
    val object = object_of("name", std::string(info.name));
    object.set("title", std::string(info.title));
    object.set("meaning", std::string(info.meaning));
    object.set("cost", std::string(in_words(info.cost)));
    object.set("is_at_once", info.cost == MapCost::outputs);
    object.set("format", info.format);
    list.call<void>("push", object);
  }
  val said = object_of("methods", list);
  said.set("warning", std::string(map_warning));
  return said;
}

/// An output that a bundle of format 1 does not have is empty.
Result<std::vector<float>> output_of(const val& outputs, const char* name) {
  if (outputs[name].isUndefined()) return std::vector<float>();
  return from_typed_array<float>(outputs[name], name);
}

/// `outputs` are one film's of the card's model, `pixels` the film as that takes it.
val film_to_explain(const DecodedFilm& film, const Card& card, const val& outputs,
                    const val& pixels) {
  return reply([&]() -> Result<val> {
    auto made = std::make_shared<FilmToExplain>();
    made->shape = {card.activation_features, card.activation_height, card.activation_width};
    CHESTLENS_TRY(made->logits, output_of(outputs, "logits"));
    CHESTLENS_TRY(made->activations, output_of(outputs, "activations"));
    CHESTLENS_TRY(made->cam_weights, output_of(outputs, "cam_weights"));
    CHESTLENS_TRY(made->evidence, output_of(outputs, "evidence"));
    CHESTLENS_TRY(made->logit_bias, output_of(outputs, "logit_bias"));
    CHESTLENS_TRY(made->max_weights, output_of(outputs, "max_weights"));
    CHESTLENS_TRY(auto values, from_typed_array<float>(pixels, "pixels"));
    const int side = card.input.size_pixels;
    if (values.size() != area_pixels(side, side)) {
      return fail(ErrorCode::invalid_argument, "give the card's size squared values", "pixels");
    }
    made->prepared = {side, side, std::move(values)};
    made->lungs = estimate_lung_field(film.image);
    made->part = shown_part(film.image, card.input.fit);
    return object_of("film", std::move(made));
  });
}

std::string place_of(const FilmToExplain& film, const FloatImage& map) {
  if (map_content(map) != MapContent::evidence) return {};
  return place_in_words(film.lungs, on_film(peak_of(map), film.part));
}

val object_of_sum(const EvidenceSum& sum) {
  val object = object_of("evidence", sum.evidence);
  object.set("bias", sum.bias);
  object.set("logit", sum.logit);
  return object;
}

val list_of(const std::vector<std::string>& texts) {
  val list = val::array();
  for (const std::string& text : texts) list.call<void>("push", text);
  return list;
}

/// {maps [C,h,w], height, width, sums, places, says}: of each class its sum, where it is strongest,
/// and what it says in phrases.
Result<val> object_of_maps(const FilmToExplain& film, MapMethod method,
                           const std::vector<FloatImage>& maps) {
  std::vector<EvidenceSum> sums;
  if (method == MapMethod::hires_cam) {
    CHESTLENS_TRY(sums, evidence_sums(film.view()));
  }
  std::vector<float> all;
  val sums_list = val::array(), places = val::array(), says = val::array();
  for (std::size_t c = 0; c < maps.size(); ++c) {
    all.insert(all.end(), maps[c].pixels.begin(), maps[c].pixels.end());
    const EvidenceSum* sum = c < sums.size() ? &sums[c] : nullptr;
    if (sum != nullptr) sums_list.call<void>("push", object_of_sum(*sum));
    const std::string place = place_of(film, maps[c]);
    places.call<void>("push", place);
    says.call<void>("push", list_of(map_phrases(maps[c], sum, place)));
  }
  val object = object_of("maps", to_typed_array(all));
  object.set("height", maps.front().height_pixels);
  object.set("width", maps.front().width_pixels);
  object.set("sums", sums_list);
  object.set("places", places);
  object.set("says", says);
  return object;
}

/// By a method that takes no runs.
val maps_at_once(const FilmToExplain& film, const std::string& name) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    CHESTLENS_TRY(const auto maps, explain(method, film.view()));
    return object_of_maps(film, method, maps);
  });
}

val shape_of_input(const FilmToExplain& film, ModelPart part) {
  val shape = val::array();
  const bool is_head = part == ModelPart::head;
  shape.call<void>("push", is_head ? film.shape.features : 1);
  shape.call<void>("push", is_head ? film.shape.height : film.prepared.height_pixels);
  shape.call<void>("push", is_head ? film.shape.width : film.prepared.width_pixels);
  return shape;
}

/// {runs, part, films, batch_films, shape}: the shape of one film's input.
val runs_of(const std::shared_ptr<FilmToExplain>& film, const std::string& name) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto method, parse_map_method(name));
    CHESTLENS_TRY(auto runs, map_runs(method, film->view(), film->prepared));
    val object = object_of("part", std::string(to_string(runs.part)));
    object.set("films", runs.films);
    object.set("batch_films", runs.batch_films);
    object.set("shape", shape_of_input(*film, runs.part));
    object.set("runs", std::make_shared<FilmRuns>(FilmRuns{film, method, std::move(runs)}));
    return object;
  });
}

val inputs_of(const FilmRuns& made, int first, int count) {
  return reply([&]() -> Result<val> {
    if (first < 0 || count < 1 || count > made.runs.films - first) {
      return fail(ErrorCode::invalid_argument, "there are no such films", "first");
    }
    return object_of("inputs", to_typed_array(made.runs.inputs(first, count)));
  });
}

/// By the outputs of all films.
val maps_of_runs(const FilmRuns& made, const val& outputs) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto values, from_typed_array<float>(outputs, "outputs"));
    CHESTLENS_CHECK(check_run(made.runs, values, made.runs.films));
    CHESTLENS_TRY(const auto maps, made.runs.maps(values));
    return object_of_maps(*made.film, made.method, maps);
  });
}

val head_of(const val& model) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto bytes, from_typed_array<std::uint8_t>(model, "model"));
    CHESTLENS_TRY(const auto head, cut_head(std::as_bytes(std::span(bytes))));
    const auto* first = reinterpret_cast<const std::uint8_t*>(head.data());
    return object_of("head", to_typed_array(std::vector(first, first + head.size())));
  });
}

EMSCRIPTEN_BINDINGS(explain) {
  emscripten::class_<FilmToExplain>("FilmToExplain")
      .smart_ptr<std::shared_ptr<FilmToExplain>>("FilmToExplainPointer");
  emscripten::class_<FilmRuns>("FilmRuns").smart_ptr<std::shared_ptr<FilmRuns>>("FilmRunsPointer");
  emscripten::function("map_methods", &methods);
  emscripten::function("film_to_explain", &film_to_explain);
  emscripten::function("maps_at_once", &maps_at_once);
  emscripten::function("map_runs", &runs_of);
  emscripten::function("inputs_of", &inputs_of);
  emscripten::function("maps_of_runs", &maps_of_runs);
  emscripten::function("cut_head", &head_of);
}

}  // namespace
}  // namespace chestlens::bridge
