#include "mutate.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <limits>
#include <vector>

namespace chestlens::fuzz {
namespace {

using Json = nlohmann::ordered_json;

Json nested(std::size_t depth) {
  Json value = 1;
  for (; depth > 0; --depth) value = depth % 2 == 0 ? Json::array({value}) : Json{{"a", value}};
  return value;
}

Json strange_value(Random& random) {
  switch (random.below(16)) {
    case 0:
      return nullptr;
    case 1:
      return random.one_in(2);
    case 2:
      return std::numeric_limits<std::int64_t>::min();
    case 3:
      return std::numeric_limits<std::uint64_t>::max();
    case 4:
      return 1e308 * (random.one_in(2) ? 1.0 : -1.0);
    case 5:
      return 5e-324;
    case 6:
      return -0.0;
    case 7:
      return static_cast<std::int64_t>(random.bits() >> random.below(64));
    case 8:
      return -static_cast<std::int64_t>(random.below(5));
    case 9:
      return std::string(random.below(6000), 'x');
    case 10:
      return std::string("a\0\x1b[2J\n\x7f\xC2\x9B", 11);
    case 11:
      return "../../etc/passwd";
    case 12:
      return nested(1 + random.below(60));
    case 13:
      return std::vector<int>(random.below(12'000), 1);
    case 14:
      return Json::object();
    default:
      return Json::array();
  }
}

/// Every value of a document, itself included.
void collect(Json& value, std::vector<Json*>& all) {
  all.push_back(&value);
  if (!value.is_structured()) return;
  for (Json& item : value) collect(item, all);
}

void mutate_value(Json& value, const std::vector<Json*>& all, Random& random) {
  switch (random.below(5)) {
    case 0:
      if (value.is_number()) {
        value = value.get<double>() * 2.0 - 1.0;
        return;
      }
      break;
    case 1:
      if (value.is_array() && !value.empty()) {
        const Json item = value[random.below(value.size())];
        value.insert(value.end(), random.below(1'200), item);
        return;
      }
      break;
    case 2:
      if (value.is_structured() && !value.empty()) {
        value.erase(
            std::next(value.begin(), static_cast<std::ptrdiff_t>(random.below(value.size()))));
        return;
      }
      break;
    case 3: {
      const Json other = *all[random.below(all.size())];
      value = other;
      return;
    }
    default:
      break;
  }
  value = strange_value(random);
}

/// What no JSON library writes: a key twice, numbers and escapes beyond the grammar, a deep end.
std::string mutate_text(std::string text, Random& random) {
  constexpr std::array<std::string_view, 12> parts{"\"temperature\": 1, ",
                                                   "\"format\": 1, ",
                                                   "NaN",
                                                   "-Infinity",
                                                   "1e999",
                                                   "-0",
                                                   "\\ud800",
                                                   "\xEF\xBB\xBF",
                                                   "\xFF",
                                                   "[",
                                                   "{",
                                                   ","};
  const std::size_t at = random.below(text.size());
  if (random.one_in(8)) return text.insert(at, std::string(random.below(100'000), '['));
  return text.insert(at, parts[random.below(parts.size())]);
}

}  // namespace

std::string mutate_json(std::string_view text, Random& random) {
  if (random.one_in(5)) return mutate_bytes(std::string(text), random);
  Json document = Json::parse(text);
  for (std::size_t changes = 1 + random.below(3); changes > 0; --changes) {
    std::vector<Json*> all;
    collect(document, all);
    mutate_value(*all[random.below(all.size())], all, random);
  }
  std::string mutated = document.dump(2, ' ', false, Json::error_handler_t::replace);
  return random.one_in(4) ? mutate_text(std::move(mutated), random) : mutated;
}

}  // namespace chestlens::fuzz
