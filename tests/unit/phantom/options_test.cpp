#include "phantom/phantom.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// The name of the option that is refused, empty where all are accepted.
std::string refused(const PhantomOptions& options) {
  const Status checked = check_options(options);
  if (checked) return {};
  EXPECT_EQ(checked.error().code, ErrorCode::invalid_argument);
  EXPECT_FALSE(checked.error().message.empty());
  return checked.error().context;
}

template <typename Change>
std::string refused_after(Change change) {
  PhantomOptions options;
  change(options);
  return refused(options);
}

TEST(PhantomOptions, DefaultsAreAccepted) {
  EXPECT_EQ(refused({}), "");
}

TEST(PhantomOptions, FilmsAreOneToAHundredThousand) {
  EXPECT_EQ(refused_after([](auto& o) { o.films = 0; }), "films");
  EXPECT_EQ(refused_after([](auto& o) { o.films = -5; }), "films");
  EXPECT_EQ(refused_after([](auto& o) { o.films = 100'001; }), "films");
  EXPECT_EQ(refused_after([](auto& o) { o.films = 1; }), "");
}

TEST(PhantomOptions, SizeIs64To1024) {
  EXPECT_EQ(refused_after([](auto& o) { o.size_pixels = 63; }), "size_pixels");
  EXPECT_EQ(refused_after([](auto& o) { o.size_pixels = 1'025; }), "size_pixels");
  EXPECT_EQ(refused_after([](auto& o) { o.size_pixels = 64; }), "");
  EXPECT_EQ(refused_after([](auto& o) { o.size_pixels = 1'024; }), "");
}

TEST(PhantomOptions, ClassMixNeedsFiniteWeights) {
  EXPECT_EQ(refused_after([](auto& o) { o.class_mix = {0, 0, 0, 0}; }), "class_mix");
  EXPECT_EQ(refused_after([](auto& o) { o.class_mix = {1, -1, 1, 1}; }), "class_mix");
  EXPECT_EQ(refused_after([](auto& o) { o.class_mix[2] = std::nan(""); }), "class_mix");
  EXPECT_EQ(refused_after([](auto& o) { o.class_mix[0] = HUGE_VAL; }), "class_mix");
  EXPECT_EQ(refused_after([](auto& o) { o.class_mix = {0, 0, 0, 2}; }), "");
}

TEST(PhantomOptions, TestFractionIsAProportion) {
  EXPECT_EQ(refused_after([](auto& o) { o.test_fraction = -0.01; }), "test_fraction");
  EXPECT_EQ(refused_after([](auto& o) { o.test_fraction = 0.91; }), "test_fraction");
  EXPECT_EQ(refused_after([](auto& o) { o.test_fraction = std::nan(""); }), "test_fraction");
  EXPECT_EQ(refused_after([](auto& o) { o.test_fraction = 0.0; }), "");
}

TEST(PhantomOptions, MildestIsASeverity) {
  EXPECT_EQ(refused_after([](auto& o) { o.mildest = -0.01; }), "mildest");
  EXPECT_EQ(refused_after([](auto& o) { o.mildest = 1.01; }), "mildest");
  EXPECT_EQ(refused_after([](auto& o) { o.mildest = std::nan(""); }), "mildest");
  EXPECT_EQ(refused_after([](auto& o) { o.mildest = 1.0; }), "");
}

TEST(PhantomOptions, ShortcutTextIsChecked) {
  const auto with_text = [](std::string text) {
    return refused_after([&](auto& o) { o.shortcut = Shortcut{PhantomClass::viral, text}; });
  };
  EXPECT_EQ(with_text(""), "shortcut");
  EXPECT_EQ(with_text("   "), "shortcut");
  EXPECT_EQ(with_text("two\nlines"), "shortcut");
  EXPECT_EQ(with_text("Stra\xc3\x9f"
                      "e"),
            "shortcut");
  EXPECT_EQ(with_text(std::string(25, 'A')), "shortcut");
  EXPECT_EQ(with_text(std::string(24, 'A')), "");
}

TEST(PhantomOptions, DrawingAndWritingCheckThem) {
  PhantomOptions options;
  options.size_pixels = 8;
  const auto film = draw_phantom(PhantomClass::normal, {}, options);
  ASSERT_FALSE(film);
  EXPECT_EQ(film.error().context, "size_pixels");
  const Status written = write_phantom_dataset("never_made", options);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().context, "size_pixels");
  EXPECT_FALSE(std::filesystem::exists("never_made"));
}

TEST(ParseShortcut, ClassAndText) {
  const auto shortcut = parse_shortcut("covid19=WARD 7 = B");
  ASSERT_TRUE(shortcut);
  EXPECT_EQ(shortcut->film_class, PhantomClass::covid19);
  EXPECT_EQ(shortcut->text, "WARD 7 = B");
}

TEST(ParseShortcut, ErrorsSayWhatToWrite) {
  const auto message = [](std::string_view argument) {
    const auto shortcut = parse_shortcut(argument);
    EXPECT_FALSE(shortcut) << argument;
    return shortcut ? std::string() : to_string(shortcut.error());
  };
  EXPECT_THAT(message("WARD"), HasSubstr("CLASS=TEXT"));
  EXPECT_THAT(message("flu=WARD"), HasSubstr("covid19, viral, bacterial, normal"));
  EXPECT_THAT(message("viral="), HasSubstr("1 to 24 printable"));
}

}  // namespace
}  // namespace chestlens
