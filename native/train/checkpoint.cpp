#include "train/checkpoint.hpp"

#include "train/tensor_file.hpp"
#include "train/weights.hpp"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::json;
using Tensors = std::map<std::string, torch::Tensor>;

constexpr const char* format_name = "chestlens checkpoint 1";
constexpr const char* model_prefix = "model/";
constexpr const char* first_prefix = "optimizer.first/";
constexpr const char* second_prefix = "optimizer.second/";

Json to_json(const TrainingState& state, std::int64_t optimizer_steps) {
  return {{"epoch", state.epoch},
          {"batch", state.batch},
          {"loss_sum", state.loss_sum},
          {"films_seen", state.films_seen},
          {"best_epoch", state.best_epoch},
          {"best_value", state.best_value},
          {"log", state.log},
          {"optimizer_steps", optimizer_steps}};
}

TrainingState state_from(const Json& json) {
  return {.epoch = json.at("epoch"),
          .batch = json.at("batch"),
          .loss_sum = json.at("loss_sum"),
          .films_seen = json.at("films_seen"),
          .best_epoch = json.at("best_epoch"),
          .best_value = json.at("best_value"),
          .log = json.at("log")};
}

Json to_json(const RunIdentity& identity) {
  return {{"recipe", identity.recipe},
          {"classes", identity.classes},
          {"epochs_scale", identity.epochs_scale},
          {"split_sha256", identity.split_sha256}};
}

/// What a run began with and now differs; "" where all is equal.
std::string difference(const Json& began_with, const RunIdentity& identity) {
  const std::pair<const char*, const char*> explanations[] = {
      {"recipe", "the recipe has changed since this run began (its own is recipe.toml beside it)"},
      {"classes", "the data set's classes have changed since this run began"},
      {"epochs_scale", "the run began with another --epochs-scale"},
      {"split_sha256", "split.csv has changed since this run began"}};
  const Json now = to_json(identity);
  for (const auto& [key, explanation] : explanations) {
    if (began_with.at(key) == now.at(key)) continue;
    std::string text = explanation;
    if (!now.at(key).is_string()) {
      text += ": " + began_with.at(key).dump() + " then, " + now.at(key).dump() + " now";
    }
    return text + "; restore it, or begin a new run in another folder";
  }
  return "";
}

void add_running_means(const Optimizer& optimizer, Tensors& tensors) {
  for (const ParameterGroup& group : optimizer.groups) {
    for (std::size_t i = 0; i < group.names.size(); ++i) {
      tensors.emplace(first_prefix + group.names[i], group.first[i]);
      if (!group.second.empty()) tensors.emplace(second_prefix + group.names[i], group.second[i]);
    }
  }
}

/// The tensors whose name has the prefix, without it.
Tensors with_prefix(const Tensors& tensors, const std::string& prefix) {
  Tensors result;
  for (const auto& [name, tensor] : tensors) {
    if (name.starts_with(prefix)) result.emplace(name.substr(prefix.size()), tensor);
  }
  return result;
}

/// Names and shapes are the model's, which set_weights has checked; a missing one throws.
void set_running_means(Optimizer& optimizer, const Tensors& tensors) {
  const torch::NoGradGuard no_grad;
  for (ParameterGroup& group : optimizer.groups) {
    for (std::size_t i = 0; i < group.names.size(); ++i) {
      group.first[i].copy_(tensors.at(first_prefix + group.names[i]));
      if (!group.second.empty()) group.second[i].copy_(tensors.at(second_prefix + group.names[i]));
    }
  }
}

}  // namespace

Status save_checkpoint(const std::filesystem::path& path, const Classifier& classifier,
                       const Optimizer& optimizer, const TrainingState& state,
                       const RunIdentity& identity) {
  TensorFile file;
  for (const auto& [name, tensor] : weights_of(*classifier.module)) {
    file.tensors.emplace(model_prefix + name, tensor);
  }
  add_running_means(optimizer, file.tensors);
  file.texts = {{"format", format_name},
                {"identity", to_json(identity).dump()},
                {"state", to_json(state, optimizer.steps).dump()}};
  return write_tensor_file(path, file);
}

Result<TrainingState> load_checkpoint(const std::filesystem::path& path, Classifier& classifier,
                                      Optimizer& optimizer, const RunIdentity& identity) {
  const auto file = read_tensor_file(path);
  if (!file) return tl::unexpected(file.error());
  const auto format = file->texts.find("format");
  if (format == file->texts.end() || format->second != format_name) {
    return fail(ErrorCode::unsupported, "is not a checkpoint of this version", path.string());
  }
  try {
    const std::string changed = difference(Json::parse(file->texts.at("identity")), identity);
    if (!changed.empty()) return fail(ErrorCode::mismatch, changed, path.string());
    const Status status = set_weights(*classifier.module, with_prefix(file->tensors, model_prefix));
    if (!status) return fail(status.error().code, status.error().message, path.string());
    set_running_means(optimizer, file->tensors);
    const Json state = Json::parse(file->texts.at("state"));
    optimizer.steps = state.at("optimizer_steps");
    return state_from(state);
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what(), path.string());
  }
}

}  // namespace chestlens
