#include "question_json.hpp"

#include "bundle_json.hpp"
#include "question_checks.hpp"

#include <chestlens/asked_list.hpp>
#include <chestlens/json.hpp>
#include <chestlens/slider.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

constexpr double farthest = most_coordinate_pixels;

Json box_json(const Box& box) {
  return {{"left", box.left}, {"top", box.top}, {"right", box.right}, {"bottom", box.bottom}};
}

Json stroke_json(const BrushStroke& stroke) {
  Json points = Json::array();
  for (const FilmPoint& point : stroke.points) points.push_back({{"x", point.x}, {"y", point.y}});
  return {{"radius_pixels", stroke.radius_pixels}, {"points", std::move(points)}};
}

struct AreaFields {
  Json& json;

  void operator()(FilmPart part) const { json["area"] = to_string(part); }
  void operator()(const RectangleArea& area) const {
    json["area"] = "rectangle";
    json["box"] = box_json(area.box);
  }
  void operator()(const EllipseArea& area) const {
    json["area"] = "ellipse";
    json["box"] = box_json(area.box);
  }
  void operator()(const BrushArea& area) const {
    json["area"] = "brush";
    json["strokes"] = Json::array();
    for (const BrushStroke& stroke : area.strokes) json["strokes"].push_back(stroke_json(stroke));
  }
};

/// The value of a field's text, as `parse` reads it.
template <typename Value>
Value read_word(JsonReader& fields, std::string_view key,
                Result<Value> (*parse)(std::string_view)) {
  const std::string word = fields.text(key);
  const auto value = parse(word);
  if (value) return *value;
  fields.reject(key, "must be " + value.error().message + ", is " + in_quotes(word));
  return {};
}

Box read_box(JsonReader& fields) {
  JsonReader box = fields.object("box");
  box.only({"left", "top", "right", "bottom"});
  const auto side = [&box](std::string_view key) {
    return static_cast<int>(box.integer(key, -most_coordinate_pixels, most_coordinate_pixels));
  };
  return {side("left"), side("top"), side("right"), side("bottom")};
}

FilmPoint read_point(JsonReader& fields) {
  fields.only({"x", "y"});
  const double x = fields.number("x", -farthest, farthest);
  return {x, fields.number("y", -farthest, farthest)};
}

BrushStroke read_stroke(JsonReader& fields) {
  fields.only({"radius_pixels", "points"});
  BrushStroke stroke;
  stroke.radius_pixels = fields.number("radius_pixels", 0.0, farthest);
  stroke.points = fields.list("points", read_point);
  return stroke;
}

CoveredArea read_area(JsonReader& fields) {
  const std::string name = fields.text("area");
  const bool is_rectangle = name == "rectangle";
  if (is_rectangle || name == "ellipse") {
    fields.only({"ask", "area", "box", "fill"});
    const Box box = read_box(fields);
    return is_rectangle ? CoveredArea(RectangleArea{box}) : CoveredArea(EllipseArea{box});
  }
  if (name == "brush") {
    fields.only({"ask", "area", "strokes", "fill"});
    return BrushArea{fields.list("strokes", read_stroke)};
  }
  fields.only({"ask", "area", "fill"});
  const auto part = parse_film_part(name);
  if (part) return *part;
  fields.reject("area", fmt::format("must be rectangle, ellipse, brush or {}, is {}",
                                    part.error().message, in_quotes(name)));
  return {};
}

Question read_cover(JsonReader& fields) {
  CoverQuestion cover{read_area(fields), CoverFill::mean};
  cover.fill = read_word(fields, "fill", parse_cover_fill);
  if (const Status checked = check_area(cover.area); !checked) {
    fields.reject("area", checked.error().message);
  }
  return cover;
}

/// The film is not known here: its resolution may be any.
Question read_change(JsonReader& fields) {
  fields.only({"ask", "change", "amount"});
  ChangeQuestion change;
  change.kind = read_word(fields, "change", parse_change_kind);
  const Slider slider = slider_of(change.kind, {});
  const bool is_of_film = change.kind == ChangeKind::resolution;
  change.amount =
      fields.number("amount", is_of_film ? 1.0 : slider.low, is_of_film ? farthest : slider.high);
  if (slider.is_whole && change.amount != std::floor(change.amount)) {
    fields.reject("amount", "must be a whole number, is " + describe_number(change.amount));
  }
  return change;
}

Question read_question(JsonReader& fields) {
  const std::string ask = fields.text("ask");
  if (ask == "cover") return read_cover(fields);
  if (ask == "change") return read_change(fields);
  fields.reject("ask", "must be cover or change, is " + in_quotes(ask));
  return {};
}

}  // namespace

Json json_of(const Question& question) {
  if (const auto* cover = std::get_if<CoverQuestion>(&question)) {
    Json json = {{"ask", "cover"}};
    std::visit(AreaFields{json}, cover->area);
    json["fill"] = to_string(cover->fill);
    return json;
  }
  const auto& [kind, amount] = std::get<ChangeQuestion>(question);
  return {{"ask", "change"}, {"change", to_string(kind)}, {"amount", amount}};
}

std::string to_json(const Question& question) {
  return json_of(question).dump();
}

Result<Question> parse_question(std::string_view json) {
  CHESTLENS_TRY(const auto document, parse_document(json, "the question"));
  std::optional<Error> fault;
  JsonReader fields(document, "", fault);
  Question question = read_question(fields);
  if (fault) return tl::unexpected(*std::move(fault));
  return question;
}

}  // namespace chestlens
