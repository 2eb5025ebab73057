#include "train/checkpoint.hpp"

#include "train/rank_states.hpp"
#include "train/state_json.hpp"
#include "weights/module_weights.hpp"
#include "weights/tensor_file.hpp"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <string_view>
#include <utility>

namespace chestlens {
namespace {

using Json = nlohmann::json;
using Tensors = std::map<std::string, torch::Tensor>;

constexpr std::string_view format_prefix = "chestlens checkpoint ";
constexpr std::string_view format_version = "2";
constexpr const char* model_prefix = "model/";
constexpr const char* first_prefix = "optimizer.first/";
constexpr const char* second_prefix = "optimizer.second/";
constexpr const char* average_prefix = "average/";
constexpr const char* groups_prefix = "groups/";
constexpr const char* rank_statistics = "ranks/statistics";
constexpr const char* rank_losses = "ranks/losses";

/// The numbers of a learner, besides its tensors.
Json numbers_of(const Learner& learner) {
  const LossScale loss_scale = read(learner.loss_scale);
  return {{"optimizer_steps", steps_taken(learner.optimizer)},
          {"average_steps", learner.average.steps},
          {"loss_scale", loss_scale.scale},
          {"good_steps", loss_scale.good_steps}};
}

Status set_numbers(Learner& learner, const Json& json) {
  learner.optimizer.steps = json.at("optimizer_steps");
  learner.optimizer.skipped = torch::Tensor();
  learner.average.steps = json.at("average_steps");
  learner.loss_scale = {.enabled = learner.loss_scale.enabled,
                        .scale = json.at("loss_scale"),
                        .good_steps = json.at("good_steps")};
  const bool is_possible = learner.optimizer.steps >= 0 && learner.average.steps >= 0 &&
                           learner.loss_scale.scale > 0.0 && learner.loss_scale.good_steps >= 0;
  if (is_possible) return {};
  return fail(ErrorCode::corrupt, "is damaged: " + json.dump() + " is no state of an optimizer");
}

Json to_json(const RunIdentity& identity) {
  return {{"recipe", identity.recipe},
          {"classes", identity.classes},
          {"epochs_scale", identity.epochs_scale},
          {"split_sha256", identity.split_sha256},
          {"seed", identity.seed},
          {"ranks", identity.ranks}};
}

RunIdentity identity_from(const Json& json) {
  return {.recipe = json.at("recipe"),
          .classes = json.at("classes").get<std::vector<std::string>>(),
          .epochs_scale = json.at("epochs_scale"),
          .split_sha256 = json.at("split_sha256"),
          .seed = json.at("seed"),
          .ranks = json.value("ranks", 1)};  // older checkpoints do not say so
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

void set_average(WeightAverage& average, const Tensors& tensors) {
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : average.tensors) tensor.copy_(tensors.at(average_prefix + name));
}

/// What differs between the ranks, in a checkpoint of several; those of earlier versions have it of
/// rank 0 only.
Status set_rank_state(const Tensors& tensors, int rank, Learner& learner, TrainingState& state) {
  const auto statistics = tensors.find(rank_statistics);
  if (statistics != tensors.end()) {
    return restore_rank_state({statistics->second, tensors.at(rank_losses)}, rank, learner, state);
  }
  if (rank > 0) state.loss_sum = 0.0, state.films_seen = 0;
  return {};
}

void set_group_terms(const GroupTerms& terms, const Tensors& tensors) {
  const torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : tensors_of(terms)) tensor.copy_(tensors.at(groups_prefix + name));
}

Status check_format(const std::map<std::string, std::string>& texts) {
  const auto found = texts.find("format");
  const std::string_view format = found == texts.end() ? "" : std::string_view(found->second);
  if (!format.starts_with(format_prefix)) {
    return fail(ErrorCode::unsupported, "is not a checkpoint of chestlens");
  }
  const std::string_view version = format.substr(format_prefix.size());
  if (version == format_version) return {};
  return fail(ErrorCode::unsupported,
              "is a checkpoint in format " + std::string(version) +
                  "; this program resumes format " + std::string(format_version) +
                  ": resume it with the program that wrote it, or begin a new run (the weights in "
                  "best.safetensors can still be evaluated and exported)");
}

}  // namespace

Status save_checkpoint(const std::filesystem::path& path, const Learner& learner,
                       const TrainingState& state, const RunIdentity& identity,
                       const RankStates& ranks) {
  TensorFile file;
  for (const auto& [name, tensor] : weights_of(*learner.classifier.module)) {
    file.tensors.emplace(model_prefix + name, tensor);
  }
  add_running_means(learner.optimizer, file.tensors);
  for (const auto& [name, tensor] : learner.average.tensors) {
    file.tensors.emplace(average_prefix + name, tensor);
  }
  for (const auto& [name, tensor] : tensors_of(learner.groups)) {
    file.tensors.emplace(groups_prefix + name, tensor.detach());
  }
  if (ranks.statistics.defined()) {
    file.tensors.emplace(rank_statistics, ranks.statistics);
    file.tensors.emplace(rank_losses, ranks.losses);
  }
  file.texts = {{"format", std::string(format_prefix).append(format_version)},
                {"identity", to_json(identity).dump()},
                {"learner", numbers_of(learner).dump()},
                {"state", to_json(state).dump()}};
  return write_tensor_file(path, file);
}

Result<CheckpointHead> read_checkpoint_head(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto texts, read_tensor_file_texts(path));
  CHESTLENS_CHECK(with_context(check_format(texts), path.string()));
  try {
    CHESTLENS_TRY(auto state,
                  with_context(training_state_from(Json::parse(texts.at("state"))), path.string()));
    return CheckpointHead{identity_from(Json::parse(texts.at("identity"))), std::move(state)};
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what(), path.string());
  }
}

Result<TrainingState> load_checkpoint(const std::filesystem::path& path, Learner& learner,
                                      int rank) {
  CHESTLENS_TRY(const auto file, read_tensor_file(path));
  CHESTLENS_CHECK(with_context(check_format(file.texts), path.string()));
  try {
    CHESTLENS_CHECK(with_context(
        set_weights(*learner.classifier.module, with_prefix(file.tensors, model_prefix)),
        path.string()));
    set_running_means(learner.optimizer, file.tensors);
    set_average(learner.average, file.tensors);
    set_group_terms(learner.groups, file.tensors);
    CHESTLENS_CHECK(
        with_context(set_numbers(learner, Json::parse(file.texts.at("learner"))), path.string()));
    auto state =
        with_context(training_state_from(Json::parse(file.texts.at("state"))), path.string());
    if (!state) return state;
    CHESTLENS_CHECK(
        with_context(set_rank_state(file.tensors, rank, learner, *state), path.string()));
    return state;
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what(), path.string());
  }
}

}  // namespace chestlens
