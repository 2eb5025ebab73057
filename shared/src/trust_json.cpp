#include <chestlens/trust_json.hpp>

#include <nlohmann/json.hpp>

namespace chestlens {

std::string to_json(const Trust& trust) {
  using Json = nlohmann::ordered_json;
  Json json = {{"answer", to_string(trust.likeness)}, {"says", describe(trust)}};
  if (!trust.subject.empty()) json["header_says"] = trust.subject;
  if (trust.reason.empty()) {
    json["score"] = trust.score;
    json["farther_than"] = trust.farther_than;
    if (trust.surprise != Surprise::none) json["perhaps"] = to_string(trust.surprise);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace chestlens
