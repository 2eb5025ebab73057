#include <chestlens/card.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using nlohmann::json;

Card example() {
  Card card;
  card.name = "densenet121-128";
  card.title = "DenseNet-121, 128 pixels";
  card.version = "1.0.0";
  card.network = "densenet121";
  card.classes = {"normal", "bacterial", "viral", "covid19"};
  card.input = {.size_pixels = 128,
                .fit = FitMode::letterbox,
                .window_low_percentile = 0.5,
                .window_high_percentile = 99.5};
  card.temperature = 1.37;
  card.parameters = 8'000'000'000;
  card.multiply_adds = 940'000'000;
  card.activation_features = 1024;
  card.activation_height = 4;
  card.activation_width = 5;
  card.training_data = {{"generated films", "Apache-2.0", 400}, {"clinic", "CC BY 4.0", 12}};
  card.recipe = "[train]\nepochs = 3  # \"three\"\n";
  card.metrics = {{"accuracy", 0.8, 0.7, 0.87, "validation, split by patient"}};
  card.audit = {"Marker at the top left of one class."};
  card.limits = {"Grey films only.", "Not for diagnosis."};
  card.intended_use = "Education and research \u2014 never diagnosis.";
  card.storage = {WeightStorage::float16, {{"accuracy", 0.81, 0.8}}};
  card.certificate = {"reference.f32",  {0.1F, -2.5F, 1e-7F, 3.25F}, 3e-7, 2e-6, 0.0, 8,
                      "LibTorch 1.13.1"};
  card.files = {{"model.onnx", 28'000'000, std::string(64, 'a')}};
  return card;
}

/// Parses the example with one value changed (a JSON pointer) and expects this error.
void expect_refused(const std::string& pointer, const json& value, std::string_view context,
                    std::string_view part) {
  json document = json::parse(to_json(example()));
  document[json::json_pointer(pointer)] = value;
  const Result<Card> card = parse_card(document.dump());
  ASSERT_FALSE(card) << pointer << " = " << value;
  EXPECT_EQ(card.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(card.error().context, context);
  EXPECT_THAT(card.error().message, HasSubstr(part));
}

TEST(Card, ReadsBackWhatItWrote) {
  const std::string text = to_json(example());
  const Result<Card> card = parse_card(text);
  ASSERT_TRUE(card) << to_string(card.error());
  EXPECT_EQ(to_json(*card), text);
  EXPECT_EQ(card->classes, example().classes);
  EXPECT_EQ(card->input.fit, FitMode::letterbox);
  EXPECT_EQ(card->input.window_high_percentile, 99.5);
  EXPECT_EQ(card->temperature, 1.37);
  EXPECT_EQ(card->parameters, 8'000'000'000);
  EXPECT_EQ(card->activation_width, 5);
  EXPECT_EQ(card->training_data[1].licence, "CC BY 4.0");
  EXPECT_EQ(card->recipe, example().recipe);
  EXPECT_EQ(card->metrics[0].high, 0.87);
  EXPECT_EQ(card->intended_use, example().intended_use);
  EXPECT_EQ(card->certificate.reference_logits, example().certificate.reference_logits);
  EXPECT_EQ(card->storage.weights, WeightStorage::float16);
  EXPECT_EQ(card->storage.changes.at(0).trained, 0.81);
  EXPECT_EQ(card->files[0].sha256, std::string(64, 'a'));
}

TEST(Card, SaysWhereAPriorHoldsItsTemperature) {
  Card card = example();
  EXPECT_EQ(to_json(card).find("temperature_from"), std::string::npos);
  EXPECT_TRUE(parse_card(to_json(card))->temperature_is_fitted);
  card.temperature_is_fitted = false;
  std::string json = to_json(card);
  EXPECT_FALSE(parse_card(json)->temperature_is_fitted);
  json.replace(json.find("\"prior\""), 7, "\"chance\"");
  EXPECT_EQ(parse_card(json).error().context, "temperature_from");
}

TEST(Card, EveryFieldIsRequired) {
  const json whole = json::parse(to_json(example()));
  for (const auto& [key, value] : whole.items()) {
    json document = whole;
    document.erase(key);
    const Result<Card> card = parse_card(document.dump());
    ASSERT_FALSE(card) << key;
    EXPECT_EQ(to_string(card.error()), key + ": is missing");
  }
  for (const std::string parent : {"input", "storage", "certificate"}) {
    for (const auto& [key, value] : whole[parent].items()) {
      json document = whole;
      document[parent].erase(key);
      const Result<Card> card = parse_card(document.dump());
      ASSERT_FALSE(card) << key;
      EXPECT_EQ(card.error().context, parent + "." + key);
      EXPECT_EQ(card.error().message, "is missing");
    }
  }
}

TEST(Card, EveryFieldOfAnotherTypeIsRefused) {
  const json whole = json::parse(to_json(example()));
  for (const auto& [key, value] : whole.items()) {
    json document = whole;
    document[key] = value.is_boolean() ? json("text") : json(true);
    const Result<Card> card = parse_card(document.dump());
    ASSERT_FALSE(card) << key;
    EXPECT_EQ(card.error().context, key);
    EXPECT_THAT(card.error().message, HasSubstr("is true")) << to_string(card.error());
  }
}

TEST(Card, ErrorsNameThePathAndTheRange) {
  expect_refused("/input/size_pixels", 7, "input.size_pixels", "must be 16..2048, is 7");
  expect_refused("/input/size_pixels", 64.5, "input.size_pixels",
                 "must be a whole number, 16..2048");
  expect_refused("/input/size_pixels", 18446744073709551615U, "input.size_pixels", "16..2048");
  expect_refused("/input/fit", "stretch", "input.fit", "is \"stretch\"");
  expect_refused("/input/window_high_percentile", 0.1, "input.window_high_percentile", "above");
  expect_refused("/input/window_low_percentile", 101, "input.window_low_percentile", "0..100");
  expect_refused("/name", "Dense Net", "name", "a-z");
  expect_refused("/title", "", "title", "empty");
  expect_refused("/temperature", 0, "temperature", "0.001..1000, is 0");
  expect_refused("/parameters", -1, "parameters", "must be 0..1000000000000, is -1");
  expect_refused("/activation_features", 0, "activation_features", "is 0");
  expect_refused("/classes", {"one"}, "classes", "at least 2");
  expect_refused("/classes/2", "normal", "classes", "distinct");
  expect_refused("/classes/1", 5, "classes[1]", "must be a text, is 5");
  expect_refused("/metrics/0/low", 0.95, "metrics[0].high", "below low");
  expect_refused("/metrics/0/low", -0.1, "metrics[0].low", "0..1");
  expect_refused("/training_data/1/films", -3, "training_data[1].films", "is -3");
  expect_refused("/training_data/0", "films", "training_data[0]", "must be an object");
  expect_refused("/certificate/reference_logits", {1, 2, 3}, "certificate.reference_logits",
                 "4 numbers, one per class, holds 3");
  expect_refused("/certificate/reference_logits/2", nullptr, "certificate.reference_logits[2]",
                 "finite");
  expect_refused("/certificate/reference_logits/2", 1e300, "certificate.reference_logits[2]",
                 "finite");
  expect_refused("/storage/weights", "int8", "storage.weights", "float16");
  expect_refused("/storage/changes/0/stored", 2, "storage.changes[0].stored", "");
  expect_refused("/certificate/reference_input", "../secret", "certificate.reference_input",
                 "name");
  expect_refused("/files/0/file", "a/b", "files[0].file", "name of a file");
  expect_refused("/files/0/sha256", "abc", "files[0].sha256", "64");
}

Card with_provenance() {
  Card card = example();
  card.provenance = {.program = "chestlens 1.0",
                     .recipe_sha256 = std::string(64, 'b'),
                     .weights_sha256 = std::string(64, 'c'),
                     .split_sha256 = {},
                     .model_sha256 = std::string(64, 'a'),
                     .epochs_done = 1,
                     .epochs_planned = 3,
                     .patients_known = false};
  return card;
}

TEST(Card, SaysWhatMadeItsWeightsWhereThatIsKnown) {
  EXPECT_FALSE(parse_card(to_json(example()))->provenance);
  const std::string text = to_json(with_provenance());
  const Result<Card> card = parse_card(text);
  ASSERT_TRUE(card) << to_string(card.error());
  EXPECT_EQ(to_json(*card), text);
  ASSERT_TRUE(card->provenance);
  EXPECT_EQ(card->provenance->weights_sha256, std::string(64, 'c'));
  EXPECT_EQ(card->provenance->split_sha256, "");
  EXPECT_EQ(card->provenance->epochs_done, 1);
  EXPECT_EQ(card->provenance->epochs_planned, 3);
  EXPECT_FALSE(card->provenance->patients_known);

  for (const auto& [key, value] : {std::pair<std::string, json>("recipe_sha256", "abc"),
                                   {"epochs_done", -1},
                                   {"patients", "some"}}) {
    json document = json::parse(text);
    document["provenance"][key] = value;
    const Result<Card> refused = parse_card(document.dump());
    ASSERT_FALSE(refused) << key;
    EXPECT_EQ(refused.error().context, "provenance." + key);
  }
}

TEST(Card, KnowsWhetherItsFiguresAreOfItsModel) {
  EXPECT_TRUE(has_figures_of_its_model(example())) << "an older card does not say";
  Card card = with_provenance();
  EXPECT_TRUE(has_figures_of_its_model(card));
  card.files[0].sha256 = std::string(64, 'e');
  EXPECT_EQ(model_sha256(card), std::string(64, 'e'));
  EXPECT_FALSE(has_figures_of_its_model(card));
}

TEST(Card, CountsAndSizesAreBounded) {
  std::vector<std::string> many;
  for (int i = 0; i <= 1000; ++i) many.push_back("class " + std::to_string(i));
  expect_refused("/classes", many, "classes", "at most 1000 classes, names 1001");
  const json text = std::string(10'001, 'x');
  expect_refused("/limits", std::vector<int>(10'001, 1), "limits", "more than 10000, holds 10001");
  expect_refused("/limits/0", text, "limits[0]", "more than 4000 characters, has 10001");
  expect_refused("/title", text, "title", "more than 1000 characters, has 10001");
  expect_refused("/classes/1", std::string(201, 'x'), "classes[1]", "200 characters, has 201");
  expect_refused("/name", text, "name", "a-z");
  expect_refused("/certificate/reference_input", text, "certificate.reference_input", "name");
  expect_refused("/training_data/0/films", 2'000'000'000, "training_data[0].films",
                 "0..1000000000");
  expect_refused("/parameters", 1e15, "parameters", "whole number");
  expect_refused("/parameters", 2'000'000'000'000, "parameters", "0..1000000000000");
  expect_refused("/multiply_adds", INT64_MAX, "multiply_adds", "0..");
  expect_refused("/files/0/bytes", std::int64_t{1} << 31, "files[0].bytes", "0..1073741824");
  expect_refused("/files/0/bytes", -1, "files[0].bytes", "is -1");
  expect_refused("/activation_height", 65'536, "activation_features",
                 "outputs of 335544320 numbers, the limit is 67108864");
  const json file = json::parse(to_json(example()))["files"][0];
  expect_refused("/files", {file, file}, "files", "lists \"model.onnx\" twice");
  expect_refused("/files", std::vector<json>(17, file), "files", "more than 16, holds 17");
}

TEST(Card, TextsForPeopleHaveNoControlCharacters) {
  for (const char* text : {"a\nb", "\x1b[2J", "a\tb", "\x7f",
                           "\xC2\x9B"
                           "2J"}) {
    expect_refused("/title", text, "title", "must not have control characters");
    expect_refused("/classes/2", text, "classes[2]", "must not have control characters");
    expect_refused("/limits/0", text, "limits[0]", "must not have control characters");
  }
  expect_refused("/classes/2", std::string("vir\0al", 6), "classes[2]", "is \"vir?al\"");
  expect_refused("/recipe", "a = 1\x1b", "recipe", "must not have control characters");
}

TEST(Card, AValueIsShownShortAndWithoutWhatItHolds) {
  expect_refused("/format", json::parse(std::string(30, '[') + std::string(30, ']')), "format",
                 "must be a whole number, 1 or more, is a list of 1");
  expect_refused("/title", json::object({{"a", 1}, {"b", 2}}), "title", "is an object of 2 keys");
  expect_refused("/temperature", std::string(100, 'x'), "temperature",
                 "is \"" + std::string(40, 'x') + "...\"");
}

TEST(Card, ADocumentThatIsDeepOrHasAKeyTwiceIsRefused) {
  std::string deep = to_json(example());
  deep.replace(deep.find("1,"), 1, std::string(1'000'000, '[') + std::string(1'000'000, ']'));
  ASSERT_FALSE(parse_card(deep));
  EXPECT_EQ(to_string(parse_card(deep).error()), "format: is nested more than 32 deep");
  std::string twice = to_json(example());
  twice.insert(twice.find("\"temperature\""), "\"temperature\": 5, ");
  EXPECT_EQ(to_string(parse_card(twice).error()),
            "temperature: is there twice: keep one of the two");
}

TEST(Card, NewerFormatsSaySo) {
  expect_refused("/format", 3, "format", "is 3, this program reads 1 to 2: use a newer version");
}

TEST(Card, OfFormat2KeepsWhatLetsAReaderQuestionAnAnswer) {
  Card card = example();
  card.format = 2;
  card.certificate.max_evidence_difference = 3e-6;
  card.trust = {{"photographs", 0.99, 0.98, 1.0, "500 crops"}};
  card.findings = {{.test = "border only",
                    .about = "covid19",
                    .value = 0.91,
                    .low = 0.88,
                    .high = 0.94,
                    .chance = 0.5,
                    .chance_high = 0.54,
                    .convicts = true,
                    .sentence = "The border alone tells covid19.",
                    .measured_on = "600 films"}};
  const auto read = parse_card(to_json(card));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->format, 2);
  ASSERT_EQ(read->findings.size(), 1U);
  EXPECT_EQ(read->findings[0].about, "covid19");
  EXPECT_EQ(read->findings[0].chance_high, 0.54);
  EXPECT_TRUE(read->findings[0].convicts);
  EXPECT_EQ(read->certificate.max_evidence_difference, 3e-6);
  ASSERT_EQ(read->trust.size(), 1U);
  EXPECT_EQ(read->trust[0].name, "photographs");
  EXPECT_EQ(read->trust[0].low, 0.98);
  EXPECT_EQ(to_json(*read), to_json(card));
}

TEST(Card, UnknownFieldsAreLeftToNewerPrograms) {
  json document = json::parse(to_json(example()));
  document["color"] = "blue";
  EXPECT_TRUE(parse_card(document.dump()));
}

TEST(Card, TextThatIsNoJsonIsAParseError) {
  for (const std::string_view text : {"", "{", "not json", "{\"format\": 1,}", "\xff\xfe"}) {
    const Result<Card> card = parse_card(text);
    ASSERT_FALSE(card) << text;
    EXPECT_EQ(card.error().code, ErrorCode::parse);
    EXPECT_THAT(card.error().message, HasSubstr("the card is not JSON: line 1, column "));
    EXPECT_THAT(card.error().message, Not(HasSubstr("exception")));
  }
  for (const std::string_view text : {"null", "[]", "3", "\"card\""}) {
    const Result<Card> card = parse_card(text);
    ASSERT_FALSE(card) << text;
    EXPECT_THAT(card.error().message, HasSubstr("must be an object"));
  }
  EXPECT_FALSE(parse_card(std::string(100'000, '[')));
}

TEST(Card, TruncatedTextIsAnErrorAtEveryByte) {
  const std::string text = to_json(example());
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    ASSERT_FALSE(parse_card(std::string_view(text).substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace chestlens
