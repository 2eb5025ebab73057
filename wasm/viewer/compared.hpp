#pragma once

#include <chestlens/metrics.hpp>
#include <chestlens/prediction.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

/// One of the models that answer together; a model alone is the only one.
struct ComparedModel {
  std::string name;
  std::string title;
  double weight = 1.0;                           // the validated one, a share of all
  std::optional<Interval> weight_interval = {};  // 95 %
};

/// A model of the catalog that may be opened beside them.
struct OfferedModel {
  std::string name;
  std::string title;
};

/// What a model that was opened beside says of a film: neither before its answer comes.
struct BesideAnswer {
  std::string model;
  std::optional<Prediction> prediction = {};
  std::string failure = {};  // why there is none
};

/// What is set beside a film's answer.
struct Compared {
  std::vector<Prediction> members = {};  // of each model alone
  std::optional<Prediction> moved = {};  // together by weights that are not the validated ones
  std::optional<BesideAnswer> beside = {};
  std::uint64_t revision = 0;  // changes with any of them
};

enum class CompareWay : std::uint8_t { models, films };

/// How films and models are compared.
struct CompareView {
  CompareWay way = CompareWay::models;
  std::vector<ComparedModel> models = {};
  double temperature = 1.0;  // of their weighted mean, fitted for the validated weights
  std::vector<OfferedModel> offers = {};
  std::string beside = {};           // name of the offered model that is open; "": none
  std::vector<double> weights = {};  // [M], shares of all
  std::vector<std::vector<double>> earlier = {};  // before each move, the newest last
  std::vector<std::vector<double>> undone = {};   // taken back, the newest last
  bool is_dragging = false;                       // a weight: its moves are one
  std::size_t member = 0;                         // whose weight keys move
  std::optional<int> prior_id = {};               // the film that the selected one is set beside
};

}  // namespace chestlens::viewer
