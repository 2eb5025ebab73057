#include <chestlens/catalog.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

using nlohmann::json;

Catalog example() {
  Catalog catalog;
  catalog.default_name = "light-and-dense";
  catalog.models = {{"mobilenet_v2", "MobileNetV2, 96 pixels"}, {"densenet121", "DenseNet-121"}};
  catalog.ensembles = {
      {"light-and-dense",
       "MobileNetV2 and DenseNet-121",
       {{"mobilenet_v2", 0.4, Interval{0.2, 0.6}}, {"densenet121", 0.6, {}}},
       0.8,
       "By the log-loss of 869 validation films.",
       {{"accuracy", 0.8, 0.7, 0.87, "validation, split by patient"}},
       {"Children and adults are told apart."},
       {"Not for diagnosis."}},
      {"alone", "DenseNet-121 alone", {{"densenet121", 2.5, {}}}, 1.0, "By hand.", {}, {}, {}}};
  return catalog;
}

/// Parses the example with one value changed (a JSON pointer) and expects this error.
void expect_refused(const std::string& pointer, const json& value, std::string_view context,
                    std::string_view part) {
  json document = json::parse(to_json(example()));
  document[json::json_pointer(pointer)] = value;
  const Result<Catalog> catalog = parse_catalog(document.dump());
  ASSERT_FALSE(catalog) << pointer << " = " << value;
  EXPECT_EQ(catalog.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(catalog.error().context, context);
  EXPECT_THAT(catalog.error().message, HasSubstr(part));
}

void expect_every_field_required(const std::string& pointer, const std::string& prefix) {
  const json whole = json::parse(to_json(example()));
  for (const auto& [key, value] : whole[json::json_pointer(pointer)].items()) {
    json document = whole;
    document[json::json_pointer(pointer)].erase(key);
    const Result<Catalog> catalog = parse_catalog(document.dump());
    ASSERT_FALSE(catalog) << prefix << key;
    EXPECT_EQ(to_string(catalog.error()), prefix + key + ": is missing");
  }
}

TEST(Catalog, ReadsBackWhatItWrote) {
  const std::string text = to_json(example());
  const Result<Catalog> catalog = parse_catalog(text);
  ASSERT_TRUE(catalog) << to_string(catalog.error());
  EXPECT_EQ(to_json(*catalog), text);
  EXPECT_EQ(catalog->default_name, "light-and-dense");
  EXPECT_EQ(catalog->models[1].title, "DenseNet-121");
  const CatalogEnsemble& ensemble = catalog->ensembles[0];
  EXPECT_EQ(ensemble.members[0].model, "mobilenet_v2");
  EXPECT_EQ(ensemble.members[0].weight, 0.4);
  ASSERT_TRUE(ensemble.members[0].weight_interval);
  EXPECT_EQ(ensemble.members[0].weight_interval->high, 0.6);
  EXPECT_FALSE(ensemble.members[1].weight_interval);
  EXPECT_EQ(ensemble.temperature, 0.8);
  EXPECT_EQ(ensemble.chosen, example().ensembles[0].chosen);
  EXPECT_EQ(ensemble.metrics[0].measured_on, "validation, split by patient");
  EXPECT_EQ(ensemble.audit, example().ensembles[0].audit);
  EXPECT_EQ(ensemble.limits, example().ensembles[0].limits);
}

TEST(Catalog, EveryFieldIsRequired) {
  expect_every_field_required("", "");
  expect_every_field_required("/models/1", "models[1].");
  expect_every_field_required("/ensembles/1", "ensembles[1].");
  expect_every_field_required("/ensembles/0/members/0", "ensembles[0].members[0].");
}

TEST(Catalog, AMemberMayNameTheModelThatItsWeightWasChosenFor) {
  Catalog catalog = example();
  catalog.ensembles[0].members[1].model_sha256 = std::string(64, 'a');
  const auto read = parse_catalog(to_json(catalog));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->ensembles[0].members[0].model_sha256, "");
  EXPECT_EQ(read->ensembles[0].members[1].model_sha256, std::string(64, 'a'));
  Card card;
  card.files = {{"model.onnx", 1, std::string(64, 'a')}};
  EXPECT_TRUE(is_of_model(read->ensembles[0].members[0], card)) << "it does not say";
  EXPECT_TRUE(is_of_model(read->ensembles[0].members[1], card));
  card.files[0].sha256 = std::string(64, 'b');
  EXPECT_FALSE(is_of_model(read->ensembles[0].members[1], card));
  EXPECT_TRUE(check_is_of_model(read->ensembles[0].members[0], card));
  const Status other = check_is_of_model(read->ensembles[0].members[1], card);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().context, read->ensembles[0].members[1].model);
  expect_refused("/ensembles/0/members/0/model_sha256", "abc",
                 "ensembles[0].members[0].model_sha256", "64");
}

TEST(Catalog, EnsemblesMayBeNone) {
  json document = json::parse(to_json(example()));
  document["ensembles"] = json::array();
  document["default"] = "densenet121";
  const Result<Catalog> catalog = parse_catalog(document.dump());
  ASSERT_TRUE(catalog) << to_string(catalog.error());
  EXPECT_TRUE(catalog->ensembles.empty());
}

TEST(Catalog, ErrorsNameThePath) {
  expect_refused("/format", 2, "format", "is 2, this program reads 1: use a newer version");
  expect_refused("/default", "xception", "default", "\"xception\" is none of");
  expect_refused("/models", json::object(), "models", "must be a list");
  expect_refused("/models/0/name", "Mobile Net", "models[0].name", "a-z");
  expect_refused("/models/1/name", "mobilenet_v2", "models[1].name", "another model");
  expect_refused("/models/1/title", "", "models[1].title", "empty");
  expect_refused("/ensembles/0/name", "densenet121", "ensembles[0].name", "another model");
  expect_refused("/ensembles/1/name", "light-and-dense", "ensembles[1].name", "another model");
  expect_refused("/ensembles/0/temperature", 0, "ensembles[0].temperature", "is 0");
  expect_refused("/ensembles/0/chosen", "", "ensembles[0].chosen", "empty");
  expect_refused("/ensembles/0/metrics/0/low", 0.95, "ensembles[0].metrics[0].high", "below low");
  expect_refused("/ensembles/0/audit/0", 3, "ensembles[0].audit[0]", "must be a text, is 3");
  expect_refused("/ensembles/0/limits", "none", "ensembles[0].limits", "must be a list");
}

TEST(Catalog, MembersAndWeightsAreChecked) {
  expect_refused("/ensembles/0/members", json::array(), "ensembles[0].members", "at least one");
  expect_refused("/ensembles/0/members/1/model", "xception", "ensembles[0].members[1].model",
                 "\"xception\" is none of the catalog's models");
  expect_refused("/ensembles/0/members/1/model", "alone", "ensembles[0].members[1].model",
                 "none of the catalog's models");
  expect_refused("/ensembles/0/members/1/model", "mobilenet_v2", "ensembles[0].members[1].model",
                 "a member twice");
  expect_refused("/ensembles/0/members/1/weight", -0.1, "ensembles[0].members[1].weight",
                 "is -0.1");
  expect_refused("/ensembles/0/members/1/weight", nullptr, "ensembles[0].members[1].weight",
                 "is null");
  expect_refused("/ensembles/1/members/0/weight", 0, "ensembles[1].members", "all have weight 0");
  const std::string member = "ensembles[0].members[0].";
  expect_refused("/ensembles/0/members/0/weight_low", 0.7, member + "weight_low", "weight_high");
  expect_refused("/ensembles/0/members/0/weight_low", -0.1, member + "weight_low", "0..1");
  expect_refused("/ensembles/0/members/0/weight_high", 1.1, member + "weight_high", "0..1");
}

TEST(Catalog, CountsTextsAndKeysAreBounded) {
  expect_refused("/models/0/title", "a\x1b[2J", "models[0].title", "control characters");
  expect_refused("/ensembles/0/chosen", std::string(4001, 'x'), "ensembles[0].chosen",
                 "more than 4000 characters");
  expect_refused("/models", std::vector<int>(10'001, 1), "models", "more than 10000");
  expect_refused("/default", std::string(1'000'000, 'x'), "default",
                 '"' + std::string(40, 'x') + "...\" is none of");
  std::string twice = to_json(example());
  twice.insert(twice.find("\"weight\""), "\"weight\": 9, ");
  EXPECT_EQ(to_string(parse_catalog(twice).error()),
            "ensembles[0].members[0].weight: is there twice: keep one of the two");
  std::string deep = to_json(example());
  deep.replace(deep.find("1,"), 1, std::string(1'000'000, '[') + std::string(1'000'000, ']'));
  EXPECT_EQ(to_string(parse_catalog(deep).error()), "format: is nested more than 32 deep");
}

TEST(Catalog, TextThatIsNoJsonIsAParseError) {
  for (const std::string_view text : {"", "{", "not json", "\xff\xfe"}) {
    const Result<Catalog> catalog = parse_catalog(text);
    ASSERT_FALSE(catalog) << text;
    EXPECT_EQ(catalog.error().code, ErrorCode::parse);
    EXPECT_THAT(catalog.error().message, HasSubstr("the catalog is not JSON"));
  }
  EXPECT_FALSE(parse_catalog("[]"));
}

TEST(Catalog, AModelIsAnEnsembleOfOne) {
  const auto alone = find_entry(example(), "mobilenet_v2");
  ASSERT_TRUE(alone);
  ASSERT_EQ(alone->members.size(), 1U);
  EXPECT_EQ(alone->members.front().model, "mobilenet_v2");
  EXPECT_EQ(alone->members.front().weight, 1.0);
  EXPECT_EQ(alone->temperature, 1.0);
  const auto both = find_entry(example(), "light-and-dense");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->members.size(), 2U);
  EXPECT_EQ(both->temperature, 0.8);
  EXPECT_EQ(both->name, "light-and-dense");
  EXPECT_EQ(both->title, "MobileNetV2 and DenseNet-121");
}

TEST(Catalog, WithoutANameTheEntryIsTheDefault) {
  Catalog catalog = example();
  EXPECT_EQ(find_entry(catalog, "")->name, "light-and-dense");
  catalog.default_name = "densenet121";
  const auto model = find_entry(catalog, "");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->name, "densenet121");
  EXPECT_EQ(model->title, "DenseNet-121");
}

TEST(Catalog, AnUnknownNameIsAnErrorThatListsTheNames) {
  const auto none = find_entry(example(), "xception");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_EQ(to_string(none.error()),
            "xception: is none of the catalog's models and ensembles: light-and-dense, alone, "
            "mobilenet_v2, densenet121");
}

}  // namespace
}  // namespace chestlens
