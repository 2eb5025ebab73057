#include <chestlens/trust.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// Two depths: x and y of variance 1 and 4, and z alone; limits at 2, 3 and 10.
TrustModel small_trust() {
  TrustModel model;
  model.model_sha256 = std::string(64, 'a');
  model.depths = {{"early", {1.0F, 2.0F}, {1.0F, 0.0F, 0.0F, 0.5F}}, {"middle", {0.0F}, {1.0F}}};
  model.like_limit = 2.0F;
  model.unlike_limit = 3.0F;
  model.no_film_limit = 10.0F;
  model.scores = {0.0F, 0.5F, 1.0F, 4.0F};
  return model;
}

Trust asked(const TrustModel& model, std::vector<float> early, std::vector<float> middle) {
  const std::vector<std::span<const float>> features{early, middle};
  return assess_trust(model, features).value();
}

TEST(Trust, IsTheLargestMeanSquareOfTheWhitenedFeatures) {
  const auto model = small_trust();
  EXPECT_NEAR(distance_at(model.depths[0], std::vector{3.0F, 6.0F}).value(), (4.0 + 4.0) / 2,
              1e-12);
  EXPECT_NEAR(asked(model, {3.0F, 6.0F}, {0.0F}).score, 4.0 / 2.0, 1e-12);
  EXPECT_NEAR(asked(model, {1.0F, 2.0F}, {-3.0F}).score, 9.0 / 2.0, 1e-12);
}

TEST(Trust, HasThreeAnswersByTheLimits) {
  const auto model = small_trust();
  EXPECT_EQ(asked(model, {1, 2}, {1.41F}).likeness, Likeness::like);
  EXPECT_EQ(asked(model, {1, 2}, {1.5F}).likeness, Likeness::cannot_tell);
  EXPECT_EQ(asked(model, {1, 2}, {1.8F}).likeness, Likeness::unlike);
  EXPECT_DOUBLE_EQ(asked(model, {1, 2}, {0.8F}).farther_than, 0.5);
  EXPECT_DOUBLE_EQ(asked(model, {1, 2}, {5.0F}).farther_than, 1.0);
}

TEST(Trust, RefusesFeaturesOfAnotherModelAndWhatIsNoNumber) {
  const auto model = small_trust();
  const auto other = distance_at(model.depths[0], std::vector{1.0F});
  ASSERT_FALSE(other);
  EXPECT_THAT(to_string(other.error()), HasSubstr("early"));
  EXPECT_FALSE(distance_at(model.depths[1], std::vector{std::nanf("")}));
  const std::vector<float> one{0.0F};
  const std::vector<std::span<const float>> too_few{one};
  EXPECT_FALSE(assess_trust(model, too_few));
}

TEST(Trust, TellsWhatAFilmMayBeByTrying) {
  const auto model = small_trust();
  const auto far = asked(model, {1, 2}, {10.0F});  // 50 times the limit, beyond all damage
  const auto near = asked(model, {1, 2}, {3.0F});
  const TriedScores none{9.0, 9.0, 9.0, 9.0};
  EXPECT_EQ(nearest_surprise(far, none, model), Surprise::no_xray);
  EXPECT_EQ(nearest_surprise(near, none, model), Surprise::other_view_or_age);
  EXPECT_EQ(nearest_surprise(far, {0.9, 5.0, 5.0, 5.0}, model), Surprise::turned_left);
  EXPECT_EQ(nearest_surprise(far, {5.0, 0.9, 5.0, 5.0}, model), Surprise::upside_down);
  EXPECT_EQ(nearest_surprise(far, {5.0, 5.0, 0.9, 5.0}, model), Surprise::turned_right);
  EXPECT_EQ(nearest_surprise(far, {5.0, 0.95, 5.0, 0.9}, model), Surprise::negative);
  const auto like = asked(model, {1, 2}, {0.0F});
  EXPECT_EQ(nearest_surprise(like, {0.1, 0.1, 0.1, 0.1}, model), Surprise::none);
}

TEST(Trust, OfSeveralIsTheLeastSure) {
  Trust like{Likeness::like, 0.9, 0.9, Surprise::none, ""};
  Trust silent{Likeness::cannot_tell, 0.0, 0.0, Surprise::none, "b has no trust.bin"};
  Trust unlike{Likeness::unlike, 7.0, 1.0, Surprise::no_xray, ""};
  EXPECT_EQ(combine_trust(std::vector{like, silent}).reason, silent.reason);
  EXPECT_EQ(combine_trust(std::vector{like, unlike, silent}).surprise, Surprise::no_xray);
  EXPECT_EQ(combine_trust({}).likeness, Likeness::cannot_tell);
}

TEST(Trust, IsSaidInWords) {
  EXPECT_EQ(describe({Likeness::like, 0.5, 0.5, Surprise::none, ""}), "like the training films");
  EXPECT_EQ(describe({Likeness::unlike, 37.24, 1.0, Surprise::no_xray, ""}),
            "unlike the training films: 37.2 times the limit, perhaps no chest X-ray");
  EXPECT_EQ(describe({Likeness::cannot_tell, 1.1, 0.97, Surprise::none, ""}),
            "cannot tell: farther from the training films than 97 of 100 films");
  EXPECT_EQ(describe({Likeness::cannot_tell, 0, 0, Surprise::none, "m has no trust.bin"}),
            "cannot tell: m has no trust.bin");
}

TEST(TrustFile, IsReadBackToFloat16sDigits) {
  const auto model = small_trust();
  const auto read = parse_trust(to_bytes(model));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->model_sha256, model.model_sha256);
  ASSERT_EQ(read->depths.size(), 2U);
  EXPECT_EQ(read->depths[0].output, "early");
  EXPECT_EQ(read->depths[0].mean, model.depths[0].mean);
  EXPECT_EQ(read->depths[0].whitening, model.depths[0].whitening);
  EXPECT_EQ(read->scores, model.scores);
  EXPECT_EQ(read->no_film_limit, model.no_film_limit);
}

TEST(TrustFile, EveryCutAndEveryChangedByteIsAnError) {
  const auto bytes = to_bytes(small_trust());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse_trust(std::span(bytes).first(size))) << size;
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto changed = bytes;
    changed[i] ^= std::byte{0x41};
    EXPECT_FALSE(parse_trust(changed)) << i;
  }
}

TEST(TrustFile, OfALaterVersionSaysSo) {
  auto bytes = to_bytes(small_trust());
  bytes[8] = std::byte{9};
  const auto read = parse_trust(bytes);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::unsupported);
  EXPECT_THAT(read.error().message, HasSubstr("version 9"));
}

TEST(Trust, WordsAreReadBack) {
  for (const auto likeness : {Likeness::like, Likeness::unlike, Likeness::cannot_tell}) {
    EXPECT_EQ(parse_likeness(to_string(likeness)).value(), likeness);
  }
  for (const auto surprise :
       {Surprise::none, Surprise::no_xray, Surprise::turned_left, Surprise::turned_right,
        Surprise::upside_down, Surprise::negative, Surprise::other_view_or_age}) {
    EXPECT_EQ(parse_surprise(to_string(surprise)).value(), surprise);
  }
  EXPECT_FALSE(parse_likeness("alike"));
  EXPECT_FALSE(parse_surprise("a cat"));
}

}  // namespace
}  // namespace chestlens
