#pragma once

#include <chestlens/film_change.hpp>
#include <chestlens/hint.hpp>
#include <chestlens/image.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/prediction.hpp>

#include <viewer/compared.hpp>
#include <viewer/explained.hpp>
#include <viewer/film_map.hpp>
#include <viewer/measure.hpp>
#include <viewer/questions.hpp>
#include <viewer/view.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

struct Timings {
  double decode_ms = 0.0;
  double preprocess_ms = 0.0;
  double inference_ms = 0.0;
  double explain_ms = 0.0;
};

/// One file the user gave, from the moment it was given.
struct Film {
  int id = 0;
  std::string name;
  int width_pixels = 0;  // of the file
  int height_pixels = 0;
  GreyImage image;          // the file's pixels, averaged down where it is larger than ImageLimits
  GreyImage preview;        // a smaller copy to draw while a slider moves; empty for small films
  int brightest_level = 0;  // in `image`: the end of the range that windows move in
  Window window;
  Window initial_window;
  View view;
  FilmChange change;                                         // made before the film is predicted
  std::vector<std::string> notes = {};                       // DecodedFilm::notes
  bool has_header = false;                                   // of DICOM, with a patient's data
  std::optional<std::vector<std::string>> identifiers = {};  // once they are asked for
  std::optional<Prediction> prediction;
  /// On the members' maps.
  std::vector<std::optional<FilmPlace>> places;
  std::vector<Hint> hints;     // what its reader should know first
  std::string distance;        // how far its nearest training films are; "" until known
  bool answer_wanted = false;  // the probabilities of a film that is unlike those of training
  std::vector<ExplainedMethod> explained;  // maps of the answer
  Questions questions;                     // asked of it
  Compared compared;                       // set beside its answer
  std::vector<Measure> measures;           // laid on it
  std::optional<PixelSpacing> spacing;     // where its file has it
  Timings timings;                         // of the prediction
  std::optional<int> chosen_class;         // whose heat-map the user asked for
  std::string failure;                     // why the film cannot be shown or predicted
  std::uint64_t revision = 0;              // changes with the pixels and with the prediction
};

enum class FilmStatus : std::uint8_t { waiting, decoded, ready, failed };

const char* to_string(FilmStatus status);
FilmStatus film_status(const Film& film);

/// Whether trust says that the film is unlike those of training, so that its probabilities are
/// shown on request alone.
bool is_unlike(const Film& film);

/// Whether its probabilities are on show.
bool answer_is_shown(const Film& film);

/// The class of the highest probability.
std::optional<int> predicted_class(const Film& film);

/// The class whose heat-map is drawn: the chosen one, else the predicted one.
std::optional<int> shown_class(const Film& film);

/// A texture of more is cut down before it is kept.
struct ImageLimits {
  int max_side_pixels = 8192;  // the GPU's own limit replaces it
  std::size_t max_area_pixels = 16'000'000;
};

/// The smallest whole factor by which a film must shrink to fit the limits; 1 where it fits.
int reduction_factor(int width_pixels, int height_pixels, const ImageLimits& limits);

/// Averages blocks of factor x factor pixels; blocks at the right and lower edge may be partial.
GreyImage reduce(const GreyImage& film, int factor);

}  // namespace chestlens::viewer
