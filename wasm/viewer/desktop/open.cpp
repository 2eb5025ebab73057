#include <chestlens/dicom.hpp>

#include <nlohmann/json.hpp>
#include <viewer/desktop/json_file.hpp>
#include <viewer/desktop/open.hpp>
#include <viewer/desktop/open_compared.hpp>
#include <viewer/desktop/prediction_json.hpp>
#include <viewer/desktop/reference_maps.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>

namespace chestlens::viewer {
namespace {

Status open_file(State& state, int id, const std::string& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path));
  CHESTLENS_TRY(auto film, decode_film(std::as_bytes(std::span(bytes))));
  const Window window = window_from_percentiles(film.image, 0.0, 100.0);
  return set_film(state, id, std::move(film.image), window);
}

std::vector<ClassCaveat> caveats_from(const nlohmann::json& json) {
  std::vector<ClassCaveat> caveats;
  for (const auto& sentence : json.value("caveats", nlohmann::json::array())) {
    caveats.push_back({sentence.get<std::string>(), "card"});
  }
  return caveats;
}

Timings timings_from(const nlohmann::json& json) {
  return {json.at("decode_ms"), json.at("preprocess_ms"), json.at("inference_ms"),
          json.at("explain_ms")};
}

Status show_predictions(State& state, const nlohmann::json& json) {
  CHESTLENS_TRY(const auto fit, parse_fit_mode(json.at("fit").get<std::string>()));
  set_model(state, {json.at("title"), json.at("classes"), fit, caveats_from(json)});
  state.backend = json.at("backend");
  for (const auto& entry : json.at("films")) {
    CHESTLENS_TRY(const int id, film_id(state, entry.at("name")));
    CHESTLENS_TRY(auto prediction, prediction_from(entry));
    auto hints =
        hints_for(DecodedFilm{find_film(state, id)->image}, prediction.trust.value_or(Trust{}));
    CHESTLENS_CHECK(set_prediction(state, id, std::move(prediction),
                                   timings_from(entry.at("timings")), std::move(hints)));
    CHESTLENS_CHECK(set_distance(state, id, entry.value("distance", "")));
  }
  return {};
}

}  // namespace

Result<std::vector<char>> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return fail(ErrorCode::io, "the file cannot be read", path);
  return bytes;
}

Result<int> film_id(const State& state, const std::string& name) {
  const auto film = std::ranges::find(state.films, name, &Film::name);
  if (film == state.films.end()) return fail(ErrorCode::not_found, "the film is not open", name);
  return film->id;
}

void open_files(State& state, const std::vector<std::string>& paths) {
  int id = 0;
  for (const Film& film : state.films) id = std::max(id, film.id);
  for (const std::string& path : paths) {
    (void)add_film(state, ++id, std::filesystem::path(path).filename().string());
    const Status opened = open_file(state, id, path);
    if (!opened) (void)set_failure(state, id, opened.error().message);
  }
}

Status open_predictions(State& state, const std::string& path) {
  return show_json_file(path, [&state](const nlohmann::json& json) -> Status {
    CHESTLENS_CHECK(show_predictions(state, json));
    CHESTLENS_CHECK(show_compared(state, json));
    return show_reference_maps(state, json);
  });
}

}  // namespace chestlens::viewer
