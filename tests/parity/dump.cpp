// Writes the native build's results on films, for a comparison with the WebAssembly build.
//
//   parity_dump --make DIR        writes small films of every kind into DIR
//   parity_dump OUT FILM...       FILM is a file, or a folder whose files are taken by name
//
// OUT/index.json:
//   {"format": 1,
//    "heatmap": {"width": 7, "height": 5, "pixels": [35 numbers in 0..1]}, "opacity": 0.625,
//    "cards": ["card64.json", "card224.json"],       bundle cards whose "input" says how to prepare
//    "films": [
//      {"file": path of the film, "format": "PNG", as to_string(ImageFormat),
//       "subject": what a DICOM header says it is, "notes": what is to be said of it,
//       "width": w, "height": h, "max_level": 255 | 65535,
//       "pixels": "0000.pixels.u16",                  [h,w] uint16
//       "inputs": ["0000.card64.f32", ...],           [S,S] float32, one per card
//       "overlays": [{"card": "card64.json", "low_level": l, "high_level": h, "invert": bool,
//                     "rgba": "0000.card64.rgba"}, ...]},   [h,w,4] uint8, the heat-map over the
//                     film
//      {"file": ..., "format": ..., "error": "truncated", "message": "PNG truncated after ..."}]}
// Raw files are row-major and little-endian. The second overlay of a film is inverted.
#include "films.hpp"

#include <chestlens/blank.hpp>
#include <chestlens/card.hpp>
#include <chestlens/dicom.hpp>
#include <chestlens/overlay.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace chestlens::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "raw files are little-endian");

constexpr float overlay_opacity = 0.625F;

/// Two ways to prepare a film that differ in everything.
std::vector<Card> cards() {
  Card card;
  card.title = card.network = "parity";
  card.version = "1";
  card.classes = {"a", "b"};
  card.activation_features = card.activation_height = card.activation_width = 1;
  card.certificate.reference_input = "reference.f32";
  card.certificate.reference_logits = {0.0F, 0.0F};
  Card small = card;
  small.name = "card64";
  small.input = {.size_pixels = 64,
                 .fit = FitMode::letterbox,
                 .window_low_percentile = 0.5,
                 .window_high_percentile = 99.5};
  Card large = card;
  large.name = "card224";
  large.input = {.size_pixels = 224, .fit = FitMode::squash};
  return {small, large};
}

FloatImage heatmap() {
  FloatImage map{7, 5, {}};
  for (int i = 0; i < 35; ++i) map.pixels.push_back(static_cast<float>(i * 11 % 35) / 34.0F);
  return map;
}

void write_file(const fs::path& path, const void* data, std::size_t bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

template <typename Value>
void write_values(const fs::path& path, const std::vector<Value>& values) {
  write_file(path, values.data(), values.size() * sizeof(Value));
}

Bytes read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return ByteWriter().text(text).take();
}

/// The value, or an exception that ends the program: every decoded film can be prepared and shown.
template <typename Value>
Value value_of(Result<Value> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  return *std::move(result);
}

/// As the page takes a film.
Result<DecodedFilm> film_of(const Bytes& bytes) {
  CHESTLENS_TRY(auto film, decode_film(bytes));
  CHESTLENS_CHECK(check_not_blank(film.image));
  return film;
}

ordered_json dump_film(const fs::path& film_path, const fs::path& out, const std::string& prefix) {
  const Bytes bytes = read_file(film_path);
  ordered_json entry{{"file", film_path.string()}, {"format", to_string(sniff_format(bytes))}};
  const Result<DecodedFilm> decoded = film_of(bytes);
  if (!decoded) {
    entry["error"] = to_string(decoded.error().code);
    entry["message"] = to_string(decoded.error());
    return entry;
  }
  const GreyImage* film = &decoded->image;
  entry["subject"] = decoded->subject;
  entry["notes"] = decoded->notes;
  entry["width"] = film->width_pixels;
  entry["height"] = film->height_pixels;
  entry["max_level"] = film->max_level;
  entry["pixels"] = prefix + ".pixels.u16";
  write_values(out / (prefix + ".pixels.u16"), film->pixels);
  bool invert = false;
  for (const Card& card : cards()) {
    const std::string stem = prefix + '.' + card.name;
    write_values(out / (stem + ".f32"), value_of(preprocess(*film, card.input)).pixels);
    entry["inputs"].push_back(stem + ".f32");
    Window window = window_from_percentiles(*film, card.input.window_low_percentile,
                                            card.input.window_high_percentile);
    window.invert = invert;
    const RgbaImage overlay =
        value_of(render_overlay(*film, window, heatmap(), overlay_opacity, card.input.fit));
    write_values(out / (stem + ".rgba"), overlay.pixels);
    entry["overlays"].push_back({{"card", card.name + ".json"},
                                 {"low_level", window.low_level},
                                 {"high_level", window.high_level},
                                 {"invert", window.invert},
                                 {"rgba", stem + ".rgba"}});
    invert = !invert;
  }
  return entry;
}

std::vector<fs::path> films_at(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> films;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    if (entry.is_regular_file()) films.push_back(entry.path());
  }
  std::sort(films.begin(), films.end());
  return films;
}

void dump(const fs::path& out, const std::vector<fs::path>& films) {
  fs::create_directories(out);
  const FloatImage map = heatmap();
  ordered_json index{
      {"format", 1},
      {"heatmap",
       {{"width", map.width_pixels}, {"height", map.height_pixels}, {"pixels", map.pixels}}},
      {"opacity", overlay_opacity}};
  for (const Card& card : cards()) {
    const std::string text = to_json(card);
    write_file(out / (card.name + ".json"), text.data(), text.size());
    index["cards"].push_back(card.name + ".json");
  }
  index["films"] = ordered_json::array();
  for (std::size_t i = 0; i < films.size(); ++i) {
    std::string number = std::to_string(i);
    number.insert(0, 4 - std::min<std::size_t>(4, number.size()), '0');
    index["films"].push_back(dump_film(films[i], out, number));
  }
  const std::string text = index.dump(2) + '\n';
  write_file(out / "index.json", text.data(), text.size());
  std::cout << films.size() << " films dumped to " << out.string() << '\n';
}

void make(const fs::path& folder) {
  fs::create_directories(folder);
  for (const NamedFile& film : parity_films()) write_values(folder / film.name, film.bytes);
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "--make") {
    make(arguments[1]);
    return 0;
  }
  if (arguments.size() < 2 || arguments[0].starts_with('-')) {
    std::cerr << "usage: parity_dump --make DIR | parity_dump OUT FILM...\n";
    return 2;
  }
  std::vector<fs::path> films;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::vector<fs::path> more = films_at(arguments[i]);
    films.insert(films.end(), more.begin(), more.end());
  }
  dump(arguments[0], films);
  return 0;
}

}  // namespace
}  // namespace chestlens::testing

int main(int count, char** values) {
  try {
    return chestlens::testing::run({values + 1, values + count});
  } catch (const std::exception& exception) {
    std::cerr << "parity_dump: " << exception.what() << '\n';
    return 1;
  }
}
