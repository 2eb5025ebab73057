#include <chestlens/asked_list.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(QuestionJson, ReadsWhatItWrites) {
  std::vector<Question> questions = ready_questions(CoverFill::blurred);
  questions.insert(
      questions.end(),
      {CoverQuestion{RectangleArea{{-3, 20, 60, 90}}, CoverFill::noise},
       CoverQuestion{EllipseArea{{10, 20, 60, 90}}, CoverFill::mean},
       CoverQuestion{BrushArea{{{{{0.1, 2.0}, {30.25, -4.0}}, 7.5}, {{{5, 5}}, 1.0}}},
                     CoverFill::mean},
       ChangeQuestion{ChangeKind::brightness, 1.2}, ChangeQuestion{ChangeKind::contrast, 0.25},
       ChangeQuestion{ChangeKind::rotation, -12.5}, ChangeQuestion{ChangeKind::mirror, 1.0},
       ChangeQuestion{ChangeKind::resolution, 64.0}});
  for (const Question& question : questions) {
    const auto read = parse_question(to_json(question));
    ASSERT_TRUE(read) << to_json(question) << ": " << to_string(read.error());
    EXPECT_EQ(*read, question) << to_json(question);
  }
}

TEST(QuestionJson, IsWhatThePageWrites) {
  EXPECT_EQ(to_json(Question(CoverQuestion{FilmPart::right_lung, CoverFill::noise})),
            R"({"ask":"cover","area":"right-lung","fill":"noise"})");
  EXPECT_EQ(parse_question(R"({"ask": "change", "change": "resolution", "amount": 64})").value(),
            Question(ChangeQuestion{ChangeKind::resolution, 64.0}));
  EXPECT_EQ(parse_question(R"({"fill": "mean", "area": "brush", "ask": "cover",
              "strokes": [{"radius_pixels": 4, "points": [{"x": 1, "y": 2.5}]}]})")
                .value(),
            Question(CoverQuestion{BrushArea{{{{{1.0, 2.5}}, 4.0}}}, CoverFill::mean}));
}

TEST(QuestionJson, NamesTheFieldThatIsWrong) {
  const std::string box = R"("box":{"left":1,"top":2,"right":9,"bottom":8})";
  const std::string cover = R"({"ask":"cover","fill":"mean","area":)";
  const std::vector<std::pair<std::string, std::string>> expected{
      {"", "the question is not JSON: "},
      {"[]", "must be an object, is a list of 0"},
      {R"({"ask":"remove"})", "ask: must be cover or change, is \"remove\""},
      {R"({"area":"border","fill":"mean"})", "ask: is missing"},
      {R"({"ask":"cover","area":"border"})", "fill: is missing"},
      {R"({"ask":"cover","area":"border","fill":"tar"})",
       "fill: must be one of mean, blurred and noise, is \"tar\""},
      {cover + R"("heart"})",
       "area: must be rectangle, ellipse, brush or one of border, text, right-lung, left-lung, "
       "lungs, all-but-lungs, is \"heart\""},
      {cover + R"("border","colour":1})", "colour: is not known; known are ask, area, fill"},
      {cover + R"("border",)" + box + "}", "box: is not known"},
      {cover + R"("rectangle"})", "box: is missing"},
      {cover + R"("rectangle","box":{"left":1,"top":2,"right":9}})", "box.bottom: is missing"},
      {cover + R"("ellipse","box":{"left":1.5,"top":2,"right":9,"bottom":8}})",
       "box.left: must be a whole number, -1000000..1000000, is 1.5"},
      {cover + R"("rectangle","box":{"left":9,"top":2,"right":9,"bottom":8}})",
       "area: has no pixel: left 9 must be below right 9"},
      {cover + R"("rectangle","box":{"left":1,"top":2,"right":9,"bottom":8,"depth":1}})",
       "box.depth: is not known"},
      {cover + R"("brush","strokes":[]})", "area: must have a stroke"},
      {cover + R"("brush","strokes":[{"radius_pixels":0,"points":[{"x":1,"y":1}]}]})",
       "area: a stroke's radius must be more than 0 pixels"},
      {cover + R"("brush","strokes":[{"radius_pixels":-1,"points":[{"x":1,"y":1}]}]})",
       "strokes[0].radius_pixels: must be a number 0..1000000, is -1"},
      {cover + R"("brush","strokes":[{"radius_pixels":2,"points":[{"x":1,"y":"a"}]}]})",
       "strokes[0].points[0].y: must be a number"},
      {R"({"ask":"change","change":"rotation","amount":31})",
       "amount: must be a number -30..30, is 31"},
      {R"({"ask":"change","change":"mirror","amount":0.5})",
       "amount: must be a whole number, is 0.5"},
      {R"({"ask":"change","change":"resolution","amount":64.5})",
       "amount: must be a whole number, is 64.5"},
      {R"({"ask":"change","change":"gamma","amount":1})",
       "change: must be one of brightness, contrast, rotation, mirror, resolution, is \"gamma\""},
      {R"({"ask":"change","change":"contrast","amount":1,"fill":"mean"})", "fill: is not known"},
      {R"({"ask":"change","change":"contrast","amount":"1"})", "amount: must be a number 0.25..4"},
  };
  for (const auto& [json, message] : expected) {
    const auto read = parse_question(json);
    ASSERT_FALSE(read) << json;
    EXPECT_THAT(to_string(read.error()), StartsWith(message)) << json;
  }
  EXPECT_THAT(to_string(parse_question(R"({"ask":"cover","ask":"cover"})").error()),
              HasSubstr("ask: is there twice"));
}

}  // namespace
}  // namespace chestlens
