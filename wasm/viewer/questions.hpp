#pragma once

#include <chestlens/asked_list.hpp>
#include <chestlens/image.hpp>
#include <chestlens/slider.hpp>

#include <viewer/view.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

/// A question of a film; its answer comes later.
struct Asked {
  int number = 0;  // of the film's questions, never used again
  Question question;
  std::optional<Answer> after = {};
  std::string failure = {};  // why there is no answer
};

/// The answers along one slider, as far as they are known: a row of probabilities [C] for each of
/// its values, from the first on.
struct Curve {
  Slider slider;
  std::vector<std::vector<float>> probabilities = {};
  std::string failure = {};  // why it goes no further
};

/// All that was asked of one film, the newest last, and what was taken back.
struct Questions {
  std::vector<Asked> asked;
  std::vector<Asked> undone;
  std::vector<Curve> curves;
  std::optional<int> shown_number;  // the film is drawn as this question wants it
  GreyImage shown_image;            // so
  int last_number = 0;
  std::string refused;  // why the last one was none
};

/// What a drag on the film does while it is questioned.
enum class CoverTool : std::uint8_t { move, rectangle, ellipse, brush };

/// What draws by keys, in a film's own pixels.
struct Pen {
  int film_id = 0;
  Point at;
  bool is_down = false;  // it draws
};

/// How films are questioned.
struct QuestionView {
  std::string model;                // name of the model or the ensemble
  std::vector<AskedModel> members;  // that answer together
  bool is_of_changes = false;       // the film is changed, not covered
  CoverTool tool = CoverTool::move;
  CoverFill fill = CoverFill::mean;
  double brush_share = 0.04;           // the brush's radius, of the film's shorter side
  std::optional<CoveredArea> drawing;  // while a hand draws it, from here on:
  Point drawing_begin;
  std::optional<Pen> pen;  // where keys draw
  ChangeKind change = ChangeKind::brightness;
  std::optional<double> dragged_amount;  // while the slider is dragged
};

const Asked* find_asked(const Questions& questions, int number);
const Asked* shown_question(const Questions& questions);
const Curve* find_curve(const Questions& questions, ChangeKind kind);

/// Where a slider's amount stands in [0,1]: factors and pixels by their logarithm.
double place_of(const Slider& slider, double amount);

/// The amount at a place, rounded to what is said of it: hundredths of a factor, whole degrees and
/// pixels.
double amount_at(const Slider& slider, double place);

/// The question of a film that was shrunk by a whole factor before it was kept: shapes and pixels
/// are the smaller film's.
Question of_reduced(Question question, int factor);

}  // namespace chestlens::viewer
