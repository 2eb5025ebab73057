#pragma once

#include <chestlens/error.hpp>
#include <chestlens/question.hpp>
#include <chestlens/region.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// Questions as a command line names them.
struct AskOptions {
  std::vector<std::string> covers;      // film_part_names()
  std::vector<std::string> rectangles;  // of parse_box
  std::vector<std::string> ellipses;    // likewise
  std::vector<std::string> strokes;     // of parse_stroke
  std::string fill = "mean";
  std::vector<double> brightness;
  std::vector<double> contrast;
  std::vector<double> rotations;
  bool mirror = false;
  std::vector<int> resolutions;
};

/// "10,20,90,60": left, top, right and bottom. Errors: invalid_argument.
Result<Box> parse_box(const std::string& text);

/// "12.5,40,60,80,60": a radius, and points by x and y. Errors: invalid_argument.
Result<BrushStroke> parse_stroke(const std::string& text);

/// All of them, covers first; the ready ones where none is named. Errors: those of the parsers.
Result<std::vector<Question>> asked_questions(const AskOptions& options);

}  // namespace chestlens
