#include <chestlens/error.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <utility>

namespace chestlens {
namespace {

TEST(Error, EveryCodeHasItsOwnSpelling) {
  std::set<std::string_view> spellings;
  for (int code = 0; code <= static_cast<int>(ErrorCode::interrupted); ++code) {
    const std::string_view spelling = to_string(static_cast<ErrorCode>(code));
    EXPECT_NE(spelling, "unknown");
    EXPECT_TRUE(spellings.insert(spelling).second) << spelling;
  }
  EXPECT_EQ(to_string(ErrorCode::too_large), "too_large");
}

TEST(Error, ContextComesFirst) {
  EXPECT_EQ(to_string(Error{ErrorCode::io, "disk full", "a.png"}), "a.png: disk full");
  EXPECT_EQ(to_string(Error{ErrorCode::io, "disk full"}), "disk full");
  const Status status = fail(ErrorCode::parse, "no", "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::parse);
}

std::string context_of(const Status& status) {
  return status ? "" : status.error().context;
}

TEST(WithContext, PrependsAndNeverDrops) {
  const Status inner = fail(ErrorCode::parse, "must be 32 or more", "input.size_pixels");
  const Status outer = with_context(with_context(inner, "model.json"), "models/light");
  ASSERT_FALSE(outer);
  EXPECT_EQ(to_string(outer.error()),
            "models/light: model.json: input.size_pixels: must be 32 or more");
  EXPECT_EQ(outer.error().code, ErrorCode::parse);
}

TEST(WithContext, DoesNotSayTheSameTwice) {
  const Status of_file = fail(ErrorCode::io, "disk full", "a.png");
  EXPECT_EQ(context_of(with_context(of_file, "a.png")), "a.png");
  EXPECT_EQ(context_of(with_context(with_context(of_file, "b"), "b")), "b: a.png");
  // A name that another one begins with is another thing.
  EXPECT_EQ(context_of(with_context(of_file, "a")), "a: a.png");
  EXPECT_EQ(context_of(with_context(of_file, "")), "a.png");
}

TEST(WithContext, LeavesAGoodResultAlone) {
  const auto result = with_context(Result<int>(7), "a.png");
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, 7);
}

Result<std::unique_ptr<int>> counted(int& calls, bool good) {
  ++calls;
  if (!good) return fail(ErrorCode::not_found, "is not there", "b.png");
  return std::make_unique<int>(calls);
}

/// A result of another type than the one it hands on; a value that can only be moved.
Result<std::string> twice(int& calls, bool good) {
  CHESTLENS_CHECK(counted(calls, true));
  CHESTLENS_TRY(const std::unique_ptr<int> value, counted(calls, good));
  return std::to_string(*value);
}

TEST(Try, DeclaresTheValueOrReturnsTheError) {
  int calls = 0;
  const auto good = twice(calls, true);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, "2");
  const auto bad = twice(calls, false);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::not_found);
  EXPECT_EQ(to_string(bad.error()), "b.png: is not there");
  EXPECT_EQ(calls, 4);  // each expression is evaluated once
}

TEST(Check, ReturnsTheErrorAtOnce) {
  int calls = 0;
  const auto twice_or_stop = [&](bool good) -> Status {
    CHESTLENS_CHECK(counted(calls, good));
    CHESTLENS_CHECK(counted(calls, true));
    return {};
  };
  EXPECT_TRUE(twice_or_stop(true));
  EXPECT_FALSE(twice_or_stop(false));
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace chestlens
