#include "report/complexity.hpp"

#include "io/markdown.hpp"
#include "io/text.hpp"
#include "plot/axis.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

void add(BatchTimings& sum, const BatchTimings& timings, bool first) {
  for (std::size_t b = 0; b < sum.size(); ++b) {
    sum[b].repetitions =
        first ? timings[b].repetitions : std::min(sum[b].repetitions, timings[b].repetitions);
    sum[b].median_milliseconds += timings[b].median_milliseconds;
    sum[b].percentile_95_milliseconds += timings[b].percentile_95_milliseconds;
  }
}

std::string in_units(std::int64_t value, double unit) {
  return number_text(static_cast<double>(value) / unit);
}

TextRow row_of(const Complexity& bundle) {
  TextRow cells = {bundle.bundle,
                   bundle.network,
                   bundle.size_pixels == 0 ? "" : std::to_string(bundle.size_pixels),
                   in_units(bundle.parameters, 1e6),
                   in_units(bundle.multiply_adds, 1e9),
                   in_units(bundle.bundle_bytes, 1e6),
                   in_units(bundle.gzip_bytes, 1e6)};
  for (const BatchTimings& runtime : {bundle.libtorch, bundle.onnx_runtime}) {
    for (const Timing& timing : runtime) {
      cells.push_back(number_text(timing.median_milliseconds) + " (" +
                      number_text(timing.percentile_95_milliseconds) + ")");
    }
  }
  return cells;
}

TextRow header() {
  TextRow cells = {"bundle",          "network",   "size px", "parameters M",
                   "multiply-adds G", "bundle MB", "gzip MB"};
  for (const char* runtime : {"LibTorch", "ONNX Runtime"}) {
    for (const int batch : timed_batches)
      cells.push_back(std::string(runtime) + ", batch " + std::to_string(batch) + ", ms");
  }
  return cells;
}

int fewest_repetitions(const std::vector<Complexity>& bundles) {
  const BatchTimings& first = bundles.front().libtorch;
  int fewest = first.front().repetitions;
  for (const Complexity& bundle : bundles) {
    for (const BatchTimings& runtime : {bundle.libtorch, bundle.onnx_runtime}) {
      for (const Timing& timing : runtime) fewest = std::min(fewest, timing.repetitions);
    }
  }
  return fewest;
}

Json to_json(const BatchTimings& timings) {
  Json list = Json::array();
  for (std::size_t b = 0; b < timings.size(); ++b) {
    list.push_back({{"batch", timed_batches[b]},
                    {"repetitions", timings[b].repetitions},
                    {"median_milliseconds", timings[b].median_milliseconds},
                    {"percentile_95_milliseconds", timings[b].percentile_95_milliseconds}});
  }
  return list;
}

Json costs_json(const Complexity& bundle) {
  return {{"parameters", bundle.parameters},      {"multiply_adds", bundle.multiply_adds},
          {"bundle_bytes", bundle.bundle_bytes},  {"gzip_bytes", bundle.gzip_bytes},
          {"libtorch", to_json(bundle.libtorch)}, {"onnx_runtime", to_json(bundle.onnx_runtime)}};
}

}  // namespace

Complexity ensemble_of(std::span<const Complexity> members) {
  Complexity sum;
  sum.bundle = "all, as an ensemble";
  for (std::size_t i = 0; i < members.size(); ++i) {
    sum.parameters += members[i].parameters;
    sum.multiply_adds += members[i].multiply_adds;
    sum.bundle_bytes += members[i].bundle_bytes;
    sum.gzip_bytes += members[i].gzip_bytes;
    add(sum.libtorch, members[i].libtorch, i == 0);
    add(sum.onnx_runtime, members[i].onnx_runtime, i == 0);
  }
  return sum;
}

std::string to_markdown(const ComplexityReport& report) {
  const bool several = report.bundles.size() > 1;
  std::vector<TextRow> rows;
  for (const Complexity& bundle : report.bundles) rows.push_back(row_of(bundle));
  if (several) rows.push_back(row_of(ensemble_of(report.bundles)));
  constexpr std::size_t names = 2;  // the bundle's and the network's
  std::string text =
      markdown_table(header(), rows, names) +
      "\nMultiply-adds for one film. Milliseconds per batch in float32, median (95th percentile) "
      "of " +
      std::to_string(fewest_repetitions(report.bundles)) +
      " repetitions or more;\nONNX Runtime's include Grad-CAM's weights for every class.";
  if (several) text += " The ensemble is the sum of its members.";
  return text + "\n" + report.processor + ", " + std::to_string(report.threads) +
         (report.threads == 1 ? " thread; " : " threads; ") + joined(report.software) + "\n";
}

std::string to_json(const ComplexityReport& report) {
  Json json = {{"format", 1}, {"bundles", Json::array()}};
  for (const Complexity& bundle : report.bundles) {
    Json one = {
        {"name", bundle.bundle}, {"network", bundle.network}, {"size_pixels", bundle.size_pixels}};
    one.update(costs_json(bundle));
    json["bundles"].push_back(std::move(one));
  }
  if (report.bundles.size() > 1) json["ensemble"] = costs_json(ensemble_of(report.bundles));
  json["processor"] = report.processor;
  json["threads"] = report.threads;
  json["software"] = report.software;
  return json.dump(2) + "\n";
}

}  // namespace chestlens
