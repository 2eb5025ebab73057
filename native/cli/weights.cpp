#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "io/atomic_file.hpp"
#include "io/download.hpp"
#include "io/sha256.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"
#include "networks/network_table.hpp"
#include "weights/added_weights.hpp"
#include "weights/fitting_networks.hpp"
#include "weights/public_weights.hpp"
#include "weights/read_weights.hpp"

#include <CLI/CLI.hpp>
#include <torch/torch.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* key_help =
    "Key of a checkpoint under which the weights lie, as inspect lists them, or what their names\n"
    "begin with; by default the one that fits";

std::string text_of(std::string_view view) {
  return std::string(view);
}

/// "  (added)", "  (downloaded)", or nothing.
std::string what_is_here(const PublicWeights& weights, const Result<fs::path>& folder) {
  const auto added = find_added_weights(weights.name);
  if (added && *added) return "  (added)";
  std::error_code ignored;
  const bool downloaded = folder && fs::exists(*folder / weights.file_name(), ignored);
  return downloaded ? "  (downloaded)" : "";
}

Status list() {
  const auto folder = weights_folder();
  std::printf("%-18s %7s  %-13s %-14s %s\n", "name", "MB", "licence", "mean, sd", "address");
  for (const PublicWeights& weights : public_weights()) {
    std::printf("%-18s %7d  %-13s %.3f, %.3f   %s%s\n", text_of(weights.name).c_str(),
                weights.megabytes, text_of(weights.licence).c_str(), weights.mean,
                weights.standard_deviation, text_of(weights.url).c_str(),
                what_is_here(weights, folder).c_str());
  }
  std::printf(
      "\nTrained on ImageNet, whose images are for research that is not commercial. A download is\n"
      "checked against its sha256 or, where only those are on record, against the first digits of\n"
      "it, which its publisher put into the file's name.\n");
  if (folder) std::printf("Downloads are kept in %s\n", folder->c_str());
  return {};
}

struct GetArguments {
  std::string name;
  std::string url;
  fs::path folder;
};

Status get(const GetArguments& arguments) {
  CHESTLENS_TRY(const PublicWeights* weights, known_public_weights(arguments.name));
  fs::path folder = arguments.folder;
  if (folder.empty()) {
    CHESTLENS_TRY(const auto cache, weights_folder());
    folder = cache;
  }
  const fs::path path = folder / weights->file_name();
  CHESTLENS_TRY(const auto digest,
                download({.url = arguments.url.empty() ? text_of(weights->url) : arguments.url,
                          .path = path,
                          .sha256 = text_of(weights->sha256)},
                         terminal_reporter()));
  std::printf(
      "%s\nsha256 %s, checked against %s\nlicence %s\n", path.c_str(), digest.c_str(),
      weights->sha256.size() == digest.size() ? "all of it" : text_of(weights->sha256).c_str(),
      text_of(weights->licence).c_str());
  return {};
}

Status add(const WeightsToAdd& wanted) {
  CHESTLENS_TRY(const auto added, add_weights(wanted));
  std::printf("%s\nsha256 %s\nfrom %s\n", added.path.c_str(), added.sha256.c_str(),
              added.from.c_str());
  if (!added.missing.empty()) std::printf("it lacks %s\n", joined(added.missing).c_str());
  std::printf("recipes find it as weights = \"%s\"\n", wanted.name.c_str());
  return {};
}

struct InspectArguments {
  fs::path file;
  std::string network;
  std::string key;
  bool names = false;
};

std::string networks_that_fit(const std::vector<KeyedWeights>& found) {
  const auto names = fitting_networks(found);
  return names.empty() ? "none of the networks (--network NAME says why not)" : joined(names);
}

std::string describe(const torch::Tensor& tensor) {
  std::string shape;
  for (const std::int64_t side : tensor.sizes()) {
    shape.append(shape.empty() ? "" : " x ").append(std::to_string(side));
  }
  return std::string(torch::toString(tensor.scalar_type())) + " " +
         (shape.empty() ? "scalar" : shape);
}

std::string numbers_in(const Weights& weights) {
  std::int64_t elements = 0;
  for (const auto& [name, tensor] : weights) elements += tensor.numel();
  return counted(weights.size(), "tensor") + ", " +
         counted(static_cast<std::uint64_t>(elements), "number");
}

void print_state_dict(const KeyedWeights& found, bool names) {
  for (const auto& [name, tensor] : found.weights) {
    if (names) std::printf("%s  %s\n", visible_text(name).c_str(), describe(tensor).c_str());
  }
  if (!found.key.empty()) std::printf("under the key %s: ", visible_text(found.key).c_str());
  std::printf("%s\n", numbers_in(found.weights).c_str());
}

void print_fit(const Fit& fit, const std::string& network) {
  if (!fit.key.empty()) std::printf("found under the key %s\n", visible_text(fit.key).c_str());
  if (!fit.wrapper.prefix.empty()) {
    std::printf("taken off all names: %s\n", visible_text(fit.wrapper.prefix).c_str());
  }
  if (fit.wrapper.outside > 0) {
    std::printf("left out, of no use here: %s\n", counted(fit.wrapper.outside, "tensor").c_str());
  }
  std::printf("fits %s\n", network.c_str());
}

Status inspect(const InspectArguments& arguments) {
  CHESTLENS_TRY(const auto bytes, read_file(arguments.file));
  CHESTLENS_TRY(const auto found,
                with_context(parse_state_dicts(bytes, arguments.key), arguments.file.string()));
  std::printf("%s: %s\n", visible_text(arguments.file.string()).c_str(),
              text_of(to_string(weights_format(bytes))).c_str());
  for (const KeyedWeights& one : found) print_state_dict(one, arguments.names);
  std::printf("sha256 %s\n", sha256_hex(bytes).c_str());
  if (!arguments.network.empty()) {
    CHESTLENS_TRY(const auto fit,
                  with_context(check_fit(found, arguments.network), arguments.file.string()));
    print_fit(fit, arguments.network);
    return {};
  }
  std::printf("fits %s\n", networks_that_fit(found).c_str());
  return {};
}

void add_get(CLI::App& weights, Action& chosen) {
  const auto arguments = std::make_shared<GetArguments>();
  CLI::App* command =
      weights.add_subcommand("get", "Download weights; an interrupted download is continued.");
  command
      ->add_option("name", arguments->name,
                   "Name of the weights, as chestlens weights list shows it")
      ->required();
  command->add_option("--from", arguments->url,
                      "Address of the same file elsewhere, e.g. on a mirror");
  command->add_option("--to", arguments->folder,
                      "Folder for the file, by default the user's cache");
  command->callback([arguments, &chosen] { chosen = [arguments] { return get(*arguments); }; });
}

void add_add(CLI::App& weights, Action& chosen) {
  const auto wanted = std::make_shared<WeightsToAdd>();
  CLI::App* command = weights.add_subcommand(
      "add",
      "Take a file that you have in the place of a download: it is seen to fit, copied into the "
      "user's cache, and serves under the name.");
  command
      ->add_option("name", wanted->name, "Name of the weights, as chestlens weights list shows it")
      ->required();
  command->add_option("file", wanted->file, "A .safetensors or .pth file")->required();
  command->add_option(
      "--allow-missing", wanted->allow_missing,
      "Tensors that the file may lack, whole names or their beginnings up to a dot; "
      "the recipe must allow them, too");
  command->add_option(
      "--from", wanted->from,
      "Where the file is from, for runs and cards; by default its own note, or name");
  command->add_option("--key", wanted->key, key_help);
  command->add_flag("--replace", wanted->replace, "Replace what was added under the name before");
  command->callback([wanted, &chosen] { chosen = [wanted] { return add(*wanted); }; });
}

void add_inspect_weights(CLI::App& weights, Action& chosen) {
  const auto arguments = std::make_shared<InspectArguments>();
  CLI::App* command = weights.add_subcommand(
      "inspect",
      "Show what a file of weights holds and which networks it fits; no code in it is run.");
  command->add_option("file", arguments->file, "A .safetensors or .pth file")->required();
  command
      ->add_option("--network", arguments->network,
                   "Show what keeps the weights from fitting this network")
      ->check(one_of(network_names()));
  command->add_option("--key", arguments->key, key_help);
  command->add_flag("--names", arguments->names, "List every tensor with its type and shape");
  command->callback([arguments, &chosen] { chosen = [arguments] { return inspect(*arguments); }; });
}

}  // namespace

void add_weights(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand(weights_command.name, weights_command.description);
  command->require_subcommand(1);
  command
      ->add_subcommand("list", "List public weights with address, size, licence and normalisation.")
      ->callback([&chosen] { chosen = list; });
  add_get(*command, chosen);
  add_add(*command, chosen);
  add_inspect_weights(*command, chosen);
}

}  // namespace chestlens
