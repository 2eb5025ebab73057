#include "report/run_list_text.hpp"

#include "data/csv.hpp"
#include "io/column_table.hpp"
#include "io/visible_text.hpp"
#include "train/epoch_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

std::string local_time(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%Y-%m-%d %H:%M}",
                     fmt::localtime(std::chrono::system_clock::to_time_t(time)));
}

std::string utc(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

bool has_best(const ListedRun& run) {
  return run.best_epoch > 0 && std::isfinite(run.best_value);
}

TextRow text_row(const FoundRun& found) {
  const std::string name = visible_text(found.name);
  if (!found.run) return {name, "", "", "", "", "", "", "damaged", local_time(found.saved)};
  const ListedRun& run = *found.run;
  return {name,
          run.recipe,
          run.network,
          fmt::format("{} px", run.size_pixels),
          fmt::format("{}/{}", run.epochs_done, run.epochs_planned),
          has_best(run) ? fmt::format("{} {:.3f}", metric_name(run.metric), run.best_value) : "-",
          has_best(run) ? fmt::to_string(run.best_epoch) : "-",
          std::string(to_string(run.state)),
          local_time(found.saved)};
}

/// Every column of CSV and every key of JSON, in their order.
Json values_of(const FoundRun& found) {
  Json json = {{"run", found.name},         {"folder", found.folder.string()},
               {"recipe", nullptr},         {"network", nullptr},
               {"size_pixels", nullptr},    {"epochs_done", nullptr},
               {"epochs_planned", nullptr}, {"metric", nullptr},
               {"best_value", nullptr},     {"best_epoch", nullptr},
               {"state", "damaged"},        {"saved", utc(found.saved)},
               {"problem", nullptr}};
  if (!found.run) {
    json["problem"] = to_string(found.run.error());
    return json;
  }
  const ListedRun& run = *found.run;
  json["recipe"] = run.recipe;
  json["network"] = run.network;
  json["size_pixels"] = run.size_pixels;
  json["epochs_done"] = run.epochs_done;
  json["epochs_planned"] = run.epochs_planned;
  json["metric"] = log_key(run.metric);
  json["state"] = std::string(to_string(run.state));
  if (has_best(run)) {
    json["best_value"] = run.best_value;
    json["best_epoch"] = run.best_epoch;
  }
  return json;
}

std::string cell_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string to_text(std::span<const FoundRun> runs) {
  std::vector<TextRow> rows;
  std::string problems;
  for (const FoundRun& found : runs) {
    rows.push_back(text_row(found));
    if (!found.run)
      problems += fmt::format("\n{}: {}\n", visible_text(found.name),
                              visible_text(to_string(found.run.error())));
  }
  return column_table(
             {"run", "recipe", "network", "films", "epochs", "best", "at", "state", "saved"},
             rows) +
         problems;
}

std::string to_csv(std::span<const FoundRun> runs) {
  const Json columns = values_of({{}, {}, {}, ListedRun()});
  std::vector<std::string> header;
  for (const auto& [key, value] : columns.items()) header.push_back(key);
  std::string text = csv_line(header);
  for (const FoundRun& found : runs) {
    std::vector<std::string> cells;
    const Json values = values_of(found);
    for (const auto& [key, value] : values.items()) cells.push_back(cell_of(value));
    text += csv_line(cells);
  }
  return text;
}

std::string to_json(std::span<const FoundRun> runs) {
  Json list = Json::array();
  for (const FoundRun& found : runs) list.push_back(values_of(found));
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace chestlens
