#include "data/csv.hpp"
#include "explain/benchmark.hpp"
#include "io/column_table.hpp"
#include "io/visible_text.hpp"
#include "plot/chart.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<MapFigureInfo, map_figure_count> figures{{
    {"pointing_game", "pointing",
     "The share of films on which the strongest place lies in the finding (Zhang 2018)."},
    {"energy_inside", "energy inside",
     "The share of the map's sum that lies in the finding (Wang 2020)."},
    {"overlap", "IoU",
     "Intersection over union with the finding, at the threshold that is best on the other half of "
     "the patients."},
    {"deletion", "deletion",
     "Mean probability while the strongest pixels are greyed first (Petsiuk 2018); lower is "
     "better.",
     false},
    {"insertion", "insertion",
     "Mean probability while the strongest pixels are put into a blurred film first (Petsiuk "
     "2018)."},
    {"road", "ROAD",
     "Half the difference between removing the weakest and the strongest pixels, filled in from "
     "their neighbours (Rong 2022)."},
    {"consistency", "C-Score",
     "Mean soft intersection over union of two films' maps of a class (arXiv 2604.08502); a map "
     "that never changes has 1."},
    {"sanity", "sanity",
     "Rank correlation with the map after a part of the weights was shuffled (Adebayo 2018); near "
     "0 is right, near 1 the map does not depend on what was learned.",
     false},
}};

constexpr int few = 30;

std::string figure_text(const MapFigureEstimate& figure) {
  if (std::isnan(figure.value)) return "-";
  return fmt::format("{:.2f} ({:.2f}-{:.2f})", figure.value, figure.interval.low,
                     figure.interval.high);
}

Json number(double value) {
  return std::isnan(value) ? Json(nullptr) : Json(value);
}

std::string choice_text(const BenchmarkChoice& choice, std::string_view what) {
  if (choice.mean_ranks.empty()) return "";
  std::string text = fmt::format("{}: {} (mean rank", what, map_method_info(choice.method).title);
  const char* before = " ";
  for (const auto& [method, rank] : choice.mean_ranks) {
    text += fmt::format("{}{} {:.1f}", before, map_method_info(method).title, rank);
    before = ", ";
  }
  return text + ")\n";
}

std::string draws_text(const ModelBenchmark& model) {
  std::string text;
  for (const BenchmarkRow& row : model.rows) {
    if (row.share_best < 0.005) continue;
    text +=
        fmt::format("{} {} {:.0f} %", text.empty() ? "" : ",", row.title, 100.0 * row.share_best);
  }
  return text.empty() ? "" : "best when the patients are drawn again:" + text + '\n';
}

Json choice_json(const BenchmarkChoice& choice) {
  if (choice.mean_ranks.empty()) return nullptr;
  Json json{{"method", map_method_info(choice.method).name}};
  for (const auto& [method, rank] : choice.mean_ranks) {
    json["mean_ranks"][std::string(map_method_info(method).name)] = rank;
  }
  return json;
}

}  // namespace

std::span<const MapFigureInfo> map_figures() {
  return figures;
}

std::string to_text(const std::vector<ModelBenchmark>& models) {
  std::string text;
  TextRow header{"method"};
  for (const MapFigureInfo& figure : figures) header.emplace_back(figure.title);
  for (const ModelBenchmark& model : models) {
    text += fmt::format("{}: {} films of {} patients, of {} with a finding that were looked at{}\n",
                        visible_text(model.model), model.films, model.patients, model.looked_at,
                        model.films < few ? ": few, read the intervals" : "");
    std::vector<TextRow> rows;
    for (const BenchmarkRow& row : model.rows) {
      TextRow cells{row.title};
      for (const MapFigureEstimate& figure : row.figures) cells.push_back(figure_text(figure));
      rows.push_back(std::move(cells));
    }
    text += column_table(header, rows) + '\n';
    for (const std::string& refusal : model.refusals) text += refusal + '\n';
    text += draws_text(model);
  }
  for (const MapFigureInfo& figure : figures) {
    text += fmt::format("{}: {}\n", figure.title, figure.meaning);
  }
  text += "Intervals are of 95 %, by patient.\n";
  return text +
         choice_text(choose_method(models),
                     "best of those that need 16 runs of the network at most") +
         choice_text(choose_method(models, MapCost::network), "best of all");
}

std::string to_csv(const std::vector<ModelBenchmark>& models) {
  std::string csv = csv_line(
      {"model", "method", "reference", "figure", "value", "low", "high", "films", "patients"});
  const auto field = [](double value) {
    return std::isnan(value) ? std::string() : fmt::format("{:.6g}", value);
  };
  for (const ModelBenchmark& model : models) {
    for (const BenchmarkRow& row : model.rows) {
      for (std::size_t i = 0; i < map_figure_count; ++i) {
        const auto& [value, interval] = row.figures[i];
        if (std::isnan(value)) continue;
        csv += csv_line({model.model, row.name, row.is_reference ? "yes" : "no",
                         std::string(figures[i].name), field(value), field(interval.low),
                         field(interval.high), fmt::to_string(model.films),
                         fmt::to_string(model.patients)});
      }
    }
  }
  return csv;
}

std::string to_json(const std::vector<ModelBenchmark>& models, const BenchmarkOptions& options) {
  Json json{{"by", "chestlens explain-benchmark"},
            {"seed", options.seed},
            {"bootstrap_draws", options.draws},
            {"patch_pixels", options.occlusion.patch_pixels},
            {"shuffled_share", options.shuffled_share},
            {"figures", Json::array()},
            {"models", Json::array()}};
  for (const MapFigureInfo& figure : figures) {
    json["figures"].push_back({{"name", figure.name},
                               {"title", figure.title},
                               {"meaning", figure.meaning},
                               {"higher_is_better", figure.higher_is_better}});
  }
  for (const ModelBenchmark& model : models) {
    Json of_model{{"model", model.model},       {"films", model.films},
                  {"patients", model.patients}, {"looked_at", model.looked_at},
                  {"refusals", model.refusals}, {"methods", Json::array()}};
    for (const BenchmarkRow& row : model.rows) {
      Json of_row{{"name", row.name},
                  {"title", row.title},
                  {"reference", row.is_reference},
                  {"share_best", row.share_best}};
      for (std::size_t i = 0; i < map_figure_count; ++i) {
        const auto& [value, interval] = row.figures[i];
        of_row["figures"][std::string(figures[i].name)] = {{"value", number(value)},
                                                           {"low", number(interval.low)},
                                                           {"high", number(interval.high)}};
      }
      of_model["methods"].push_back(std::move(of_row));
    }
    json["models"].push_back(std::move(of_model));
  }
  json["best"] = choice_json(choose_method(models));  // of 16 runs of the network at most
  json["best_of_all"] = choice_json(choose_method(models, MapCost::network));
  return json.dump(2) + '\n';
}

std::string to_svg(const ModelBenchmark& model) {
  BarChart chart{
      .title = fmt::format("Maps of {}: {} films", visible_text(model.title), model.films),
      .y_label = "higher is better",
      .groups = {}};
  for (const MapFigure which :
       {MapFigure::pointing, MapFigure::energy, MapFigure::overlap, MapFigure::road}) {
    BarGroup group{.name = std::string(figures[static_cast<std::size_t>(which)].title)};
    for (const BenchmarkRow& row : model.rows) {
      group.values.push_back(row.figures[static_cast<std::size_t>(which)].value);
    }
    chart.groups.push_back(std::move(group));
  }
  for (const BenchmarkRow& row : model.rows) chart.categories.push_back(row.title);
  return to_svg(chart);
}

}  // namespace chestlens
