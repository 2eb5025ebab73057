#include "model_report/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::ElementsAre;

TEST(ReportCommands, AreQuotedForAShell) {
  EXPECT_EQ(shell_word("models/light"), "models/light");
  EXPECT_EQ(shell_word("my films"), "'my films'");
  EXPECT_EQ(shell_word("it's; rm"), "'it'\\''s; rm'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(ReportCommands, SayWhatWasAsked) {
  ReportCall call{.models = {.models = "models", .names = {"light"}},
                  .data = "films",
                  .recalls = {{1, 0.95}},
                  .films = false,
                  .out = "report"};
  EXPECT_EQ(report_command_line(call, {"a", "b"}),
            "chestlens report --models models --model light --data films --split test "
            "--recall b=0.95 --no-films --out report");
  EXPECT_THAT(evaluate_command_lines(call),
              ElementsAre("chestlens evaluate --models models --data films --split test --table "
                          "study"));
  call.models = {.bundles = {"one", "two"}};
  call.part = EvaluatedPart::external;
  call.films_name = "ward 3";
  call.recalls.clear();
  EXPECT_THAT(evaluate_command_lines(call),
              ElementsAre("chestlens evaluate --bundle one --data films --external --films-name "
                          "'ward 3'",
                          "chestlens evaluate --bundle two --data films --external --films-name "
                          "'ward 3'"));
  EXPECT_EQ(map_command_line(call, {"one", "two"}),
            "chestlens embed --bundle one --bundle two --data films --out maps");
  EXPECT_EQ(explain_command_line(call, "", {"one", "two"}, {MapMethod::grad_cam}),
            "chestlens explain --bundle one --bundle two --cases films --method gradcam --each 2 "
            "--out cases");
  call.models = {.models = "models"};
  EXPECT_EQ(map_command_line(call, {"models/one"}),
            "chestlens embed --models models --data films --out maps");
  EXPECT_EQ(explain_command_line(call, "both", {}, {}),
            "chestlens explain --models models --model both --cases films --each 2 --out cases");
}

}  // namespace
}  // namespace chestlens
