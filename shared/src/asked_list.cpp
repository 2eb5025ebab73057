#include "bundle_json.hpp"
#include "question_json.hpp"

#include <chestlens/asked_list.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/trust_json.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

Status check_answer(const Answer& answer, const AskedList& asked, const std::string& what) {
  if (!asked.classes.empty() && answer.probabilities.size() == asked.classes.size()) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("has {} probabilities for {} classes", answer.probabilities.size(),
                          asked.classes.size()),
              what);
}

Json by_class(const std::vector<std::string>& classes, const std::vector<float>& values) {
  Json json;
  for (std::size_t c = 0; c < classes.size(); ++c) json[classes[c]] = values[c];
  return json;
}

Json answer_json(const Answer& answer, const std::vector<std::string>& classes) {
  const auto predicted = static_cast<std::size_t>(most_probable(answer.probabilities));
  Json json = {{"predicted", classes[predicted]},
               {"probabilities", by_class(classes, answer.probabilities)}};
  if (answer.trust) json["trust"] = Json::parse(to_json(*answer.trust));
  return json;
}

Json members_json(const std::vector<AskedModel>& members) {
  Json list = Json::array();
  for (const auto& [name, sha256, weight] : members) {
    list.push_back({{"name", name}, {"model_sha256", sha256}, {"weight", weight}});
  }
  return list;
}

Result<Json> asked_json(const AskedQuestion& asked, const AskedList& list) {
  const std::string words = in_words(asked.question);
  Json json = {{"words", words}, {"question", json_of(asked.question)}};
  if (!asked.after) {
    json["not_asked"] = asked.not_asked;
    return json;
  }
  CHESTLENS_CHECK(check_answer(*asked.after, list, words));
  const AnswerChange change{list.before, *asked.after};
  json["before"] = answer_json(change.before, list.classes);
  json["after"] = answer_json(change.after, list.classes);
  for (std::size_t c = 0; c < list.classes.size(); ++c) {
    json["change"][list.classes[c]] =
        double{change.after.probabilities[c]} - double{change.before.probabilities[c]};
  }
  json["dependence"] = to_string(dependence_of(change));
  json["summary"] = summary_in_words(asked.question, change, list.classes);
  return json;
}

}  // namespace

Result<std::string> to_json(const AskedList& asked) {
  CHESTLENS_CHECK(check_answer(asked.before, asked, asked.film));
  Json questions = Json::array();
  for (const AskedQuestion& question : asked.questions) {
    CHESTLENS_TRY(auto json, asked_json(question, asked));
    questions.push_back(std::move(json));
  }
  return document_text({{"format", 1},
                        {"film", asked.film},
                        {"model", asked.model},
                        {"members", members_json(asked.members)},
                        {"classes", asked.classes},
                        {"before", answer_json(asked.before, asked.classes)},
                        {"questions", std::move(questions)},
                        {"caveat", question_caveat}});
}

}  // namespace chestlens
