#include "plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::architecture {
namespace {

using testing::HasSubstr;

const std::string header = "Some text.\n\n| room | holds | may include |\n|---|---|---|\n";

std::string message_of(const std::string& rows) {
  const auto plan = read_plan(header + rows);
  EXPECT_FALSE(plan);
  return plan ? "" : to_string(plan.error());
}

TEST(Plan, HoldsRowsInTheirOrder) {
  const auto plan = read_plan(header +
                              "| `native/io` | files | |\n"
                              "| `native/data` | films | `io`, LibTorch |\n"
                              "| `tests/**` | tests | everything |\n"
                              "\nMore text.\n| `other` | a | b |\n");
  ASSERT_TRUE(plan) << to_string(plan.error());
  ASSERT_EQ(plan->size(), 3U);
  EXPECT_EQ((*plan)[0].folder, "native/io");
  EXPECT_TRUE((*plan)[0].rooms.empty());
  EXPECT_EQ((*plan)[1].rooms, std::vector<std::string>{"native/io"});
  EXPECT_EQ((*plan)[1].libraries, std::vector<std::string>{"LibTorch"});
  EXPECT_FALSE((*plan)[1].includes_everything);
  EXPECT_TRUE((*plan)[2].includes_everything);
}

TEST(Plan, RefusesAnArrowUpwards) {
  EXPECT_EQ(message_of("| `native/io` | files | `data` |\n| `native/data` | films | |\n"),
            "native/io: an arrow upwards: native/data is not above it in the table");
  EXPECT_THAT(message_of("| `native/io` | files | `io` |\n"), HasSubstr("an arrow upwards"));
}

TEST(Plan, RefusesNamesOfNoRoomAndOfTwo) {
  const std::string twins = "| `native/io` | files | |\n| `wasm/io` | files | |\n";
  EXPECT_EQ(message_of(twins + "| `native/data` | films | `io` |\n"),
            "native/data: `io` names 2 rooms");
  EXPECT_EQ(message_of("| `native/data` | films | `oi` |\n"), "native/data: `oi` names 0 rooms");
  EXPECT_EQ(message_of("| `native/data` | films | LibTroch |\n"),
            "native/data: LibTroch is no library");
}

TEST(Plan, RefusesADamagedTable) {
  EXPECT_EQ(message_of("| `a` | | |\n| `a` | | |\n"), "a: it has two rows");
  EXPECT_THAT(message_of("| native/io | files | |\n"), HasSubstr("no row of three columns"));
  EXPECT_THAT(message_of("| `native/io` | files |\n"), HasSubstr("no row of three columns"));
  const auto none = read_plan("No table.");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
}

TEST(Plan, KnowsLibrariesByTheirIncludes) {
  EXPECT_EQ(library_of("torch/torch.h"), "LibTorch");
  EXPECT_EQ(library_of("c10/util/Exception.h"), "LibTorch");
  EXPECT_EQ(library_of("opencv2/core.hpp"), "OpenCV");
  EXPECT_EQ(library_of("opencv2/opencv.hpp"), "all of OpenCV");
  EXPECT_EQ(library_of("onnxruntime_cxx_api.h"), "ONNX Runtime");
  EXPECT_EQ(library_of("onnx/onnx_pb.h"), "ONNX");
  EXPECT_EQ(library_of("vector"), "");
  EXPECT_EQ(library_of("nlohmann/json.hpp"), "");
}

TEST(Plan, FindsTheRoomOfAFile) {
  const std::vector<Room> plan{{.folder = "native/io"}, {.folder = "tests/**"}};
  EXPECT_EQ(room_of(plan, "native/io/text.cpp"), &plan[0]);
  EXPECT_EQ(room_of(plan, "native/io/deep/text.cpp"), nullptr);
  EXPECT_EQ(room_of(plan, "native/text.cpp"), nullptr);
  EXPECT_EQ(room_of(plan, "tests/unit/io/text_test.cpp"), &plan[1]);
  EXPECT_EQ(room_of(plan, "tests/text_test.cpp"), &plan[1]);
  EXPECT_EQ(room_of(plan, "tests2/text_test.cpp"), nullptr);
}

}  // namespace
}  // namespace chestlens::architecture
