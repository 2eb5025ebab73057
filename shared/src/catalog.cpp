#include "bundle_json.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/json.hpp>

#include <algorithm>
#include <set>

namespace chestlens {
namespace {

constexpr double largest_weight = 1e6;

using Names = std::set<std::string, std::less<>>;

/// A name that nothing in `taken` has; it is added there.
std::string read_unique_name(JsonReader& fields, Names& taken) {
  std::string name = read_folder_name(fields, "name");
  if (!taken.insert(name).second) {
    fields.reject("name", in_quotes(name) + " is the name of another model or ensemble");
  }
  return name;
}

CatalogModel read_model(JsonReader& fields, Names& taken) {
  return {read_unique_name(fields, taken), fields.non_empty_text("title")};
}

std::optional<Interval> read_weight_interval(JsonReader& fields) {
  if (!fields.has("weight_low") && !fields.has("weight_high")) return std::nullopt;
  const Interval interval{fields.number("weight_low", 0.0, 1.0),
                          fields.number("weight_high", 0.0, 1.0)};
  if (interval.low > interval.high) fields.reject("weight_low", "must not be above weight_high");
  return interval;
}

CatalogMember read_member(JsonReader& fields, const Names& models, Names& taken) {
  CatalogMember member;
  member.model = fields.text("model");
  if (!models.contains(member.model)) {
    fields.reject("model", in_quotes(member.model) + " is none of the catalog's models");
  }
  if (!taken.insert(member.model).second) {
    fields.reject("model", in_quotes(member.model) + " is a member twice");
  }
  member.weight = fields.number("weight", 0.0, largest_weight);
  member.weight_interval = read_weight_interval(fields);
  if (fields.has("model_sha256")) member.model_sha256 = read_sha256(fields, "model_sha256");
  return member;
}

std::vector<CatalogMember> read_members(JsonReader& fields, const Names& models) {
  Names taken;
  auto members = fields.list(
      "members", [&](JsonReader& member) { return read_member(member, models, taken); });
  if (members.empty()) fields.reject("members", "must name at least one model");
  if (std::all_of(members.begin(), members.end(),
                  [](const CatalogMember& member) { return member.weight == 0.0; })) {
    fields.reject("members", "must not all have weight 0");
  }
  return members;
}

CatalogEnsemble read_ensemble(JsonReader& fields, const Names& models, Names& taken) {
  CatalogEnsemble ensemble;
  ensemble.name = read_unique_name(fields, taken);
  ensemble.title = fields.non_empty_text("title");
  ensemble.members = read_members(fields, models);
  ensemble.temperature = fields.number("temperature", 1e-3, 1e3);
  ensemble.chosen = fields.non_empty_text("chosen", 4000);
  ensemble.metrics = fields.list("metrics", read_metric);
  ensemble.audit = fields.texts("audit");
  ensemble.limits = fields.texts("limits");
  return ensemble;
}

Catalog read_fields(JsonReader& fields) {
  Catalog catalog;
  Names taken;
  catalog.default_name = fields.text("default");
  catalog.models =
      fields.list("models", [&](JsonReader& model) { return read_model(model, taken); });
  const Names models = taken;
  catalog.ensembles = fields.list(
      "ensembles", [&](JsonReader& ensemble) { return read_ensemble(ensemble, models, taken); });
  if (!taken.contains(catalog.default_name)) {
    fields.reject("default", in_quotes(catalog.default_name) +
                                 " is none of the catalog's models and ensembles");
  }
  return catalog;
}

nlohmann::ordered_json members_json(const std::vector<CatalogMember>& members) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [model, weight, interval, model_sha256] : members) {
    nlohmann::ordered_json member{{"model", model}, {"weight", weight}};
    if (interval) {
      member["weight_low"] = interval->low;
      member["weight_high"] = interval->high;
    }
    if (!model_sha256.empty()) member["model_sha256"] = model_sha256;
    list.push_back(std::move(member));
  }
  return list;
}

}  // namespace

Result<Catalog> parse_catalog(std::string_view json) {
  return read_document(json, "the catalog", read_fields);
}

std::string to_json(const Catalog& catalog) {
  using nlohmann::ordered_json;
  ordered_json models = ordered_json::array();
  for (const auto& [name, title] : catalog.models) {
    models.push_back({{"name", name}, {"title", title}});
  }
  ordered_json ensembles = ordered_json::array();
  for (const CatalogEnsemble& ensemble : catalog.ensembles) {
    ensembles.push_back({{"name", ensemble.name},
                         {"title", ensemble.title},
                         {"members", members_json(ensemble.members)},
                         {"temperature", ensemble.temperature},
                         {"chosen", ensemble.chosen},
                         {"metrics", metrics_json(ensemble.metrics)},
                         {"audit", ensemble.audit},
                         {"limits", ensemble.limits}});
  }
  return document_text({{"format", catalog.format},
                        {"default", catalog.default_name},
                        {"models", models},
                        {"ensembles", ensembles}});
}

bool is_of_model(const CatalogMember& member, const Card& card) {
  return member.model_sha256.empty() || member.model_sha256 == model_sha256(card);
}

Status check_is_of_model(const CatalogMember& member, const Card& card) {
  if (is_of_model(member, card)) return {};
  return fail(ErrorCode::mismatch,
              "is not the model that the ensemble was made of, which its weights and figures are "
              "of; chestlens ensemble makes it again",
              member.model);
}

Result<CatalogEntry> find_entry(const Catalog& catalog, std::string_view name) {
  const std::string_view wanted = name.empty() ? catalog.default_name : name;
  std::string names;
  for (const CatalogEnsemble& ensemble : catalog.ensembles) {
    if (ensemble.name == wanted) {
      return CatalogEntry{ensemble.name, ensemble.title, ensemble.members, ensemble.temperature};
    }
    names.append(names.empty() ? "" : ", ").append(ensemble.name);
  }
  for (const CatalogModel& model : catalog.models) {
    if (model.name == wanted) {
      return CatalogEntry{model.name, model.title, {{model.name, 1.0, std::nullopt}}, 1.0};
    }
    names.append(names.empty() ? "" : ", ").append(model.name);
  }
  return fail(ErrorCode::not_found, "is none of the catalog's models and ensembles: " + names,
              std::string(wanted));
}

}  // namespace chestlens
