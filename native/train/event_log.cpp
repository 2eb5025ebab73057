#include "train/event_log.hpp"

#include "io/atomic_file.hpp"
#include "io/event_file.hpp"

#include <nlohmann/json.hpp>

#include <chrono>

namespace chestlens {
namespace {

using Json = nlohmann::json;

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Every number of an object, {"recall": {"a": 1}} under "recall/a".
void add_numbers(const Json& object, const std::string& prefix, ScalarEvent& event) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_number()) event.scalars.emplace_back(prefix + key, value.get<float>());
    if (value.is_object()) add_numbers(value, prefix + key + "/", event);
  }
}

std::string record_of(const std::string& line, std::size_t epoch, double now) {
  Json json = Json::parse(line);
  json.erase("epoch");
  ScalarEvent event{now, static_cast<std::int64_t>(epoch), {}};
  add_numbers(json, "", event);
  return event_record(event);
}

}  // namespace

Status update_event_file(const std::filesystem::path& path, const std::vector<std::string>& log) {
  const auto text = read_text(path);
  if (!text && text.error().code != ErrorCode::not_found) CHESTLENS_CHECK(text);
  std::size_t kept_epochs = 0, kept_bytes = 0;
  for (const FoundEvent& event : find_events(text.value_or(""))) {
    const auto step = static_cast<std::size_t>(event.step);
    if (step > log.size()) break;
    kept_epochs = step;
    kept_bytes = event.end;
  }
  const double now = seconds_since_1970();
  std::string tail = kept_bytes == 0 ? first_event_record(now) : "";
  for (std::size_t epoch = kept_epochs + 1; epoch <= log.size(); ++epoch) {
    tail += record_of(log[epoch - 1], epoch, now);
  }
  return append_to_file(path, kept_bytes, tail);
}

}  // namespace chestlens
