#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A bundle beside the catalog, in the folder of its name.
struct CatalogModel {
  std::string name;   // [a-z0-9_-]+
  std::string title;  // for people
};

struct CatalogMember {
  std::string model;  // one of the catalog's models
  double weight = 1.0;
  std::optional<Interval> weight_interval;  // 95 %, as `weight_low`, `weight_high`
  std::string model_sha256 = {};  // of its model.onnx when the weight was chosen; "": not known
};

/// Several models whose predictions are combined (prediction.hpp).
struct CatalogEnsemble {
  std::string name;
  std::string title;
  std::vector<CatalogMember> members;
  double temperature = 1.0;  // of the weighted mean, after each member's own
  std::string chosen;        // how the weights were chosen, on what films
  std::vector<MeasuredMetric> metrics;
  std::vector<std::string> audit;   // findings, one sentence each
  std::vector<std::string> limits;  // in plain words
};

/// `catalog.json`: the bundles and ensembles that a folder offers. Names are unique over both.
struct Catalog {
  int format = 1;
  std::string default_name;  // of a model or of an ensemble
  std::vector<CatalogModel> models;
  std::vector<CatalogEnsemble> ensembles;
};

/// Reads a catalog, checking every field. Errors: parse, invalid_argument; the context is the
/// field's path, e.g. "ensembles[0].members[1].model".
Result<Catalog> parse_catalog(std::string_view json);

/// Pretty JSON that parse_catalog reads back to an equal catalog.
std::string to_json(const Catalog& catalog);

/// Whether the card is of the model that the member's weight was chosen for. A catalog of an
/// earlier version does not say, and is believed.
bool is_of_model(const CatalogMember& member, const Card& card);

/// Errors: mismatch, naming the member, where is_of_model says no.
Status check_is_of_model(const CatalogMember& member, const Card& card);

/// A model or an ensemble of the catalog, ready to be opened.
struct CatalogEntry {
  std::string name;
  std::string title;  // for people
  std::vector<CatalogMember> members;
  double temperature = 1.0;  // of the members' weighted mean
};

/// The ensemble called `name`, or the model alone with weight 1; where `name` is empty, the
/// catalog's default. Errors: not_found, with the names that there are.
Result<CatalogEntry> find_entry(const Catalog& catalog, std::string_view name);

}  // namespace chestlens
