#include "cli/commands.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "networks/network_table.hpp"
#include "networks/published_cost.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// "body / from features.transition2 / head".
std::string layer_groups_of(const Network& network) {
  std::string groups = "body / ";
  for (const auto& start : network.group_starts) groups += "from " + start + " / ";
  return groups + "head";
}

Status print_row(const Network& network) {
  CHESTLENS_TRY(const auto cost, published_cost(network));
  const auto layers = static_cast<double>(cost.multiply_adds.layers);
  const auto norms = static_cast<double>(cost.multiply_adds.norms);
  std::printf("%-17s %8.2f M %6.2f G %6.2f G %4d px  %-41s %s\n", network.name.c_str(),
              static_cast<double>(cost.parameters) / 1e6, layers / 1e9, (layers + norms) / 1e9,
              network.native_size_pixels, network.last_convolution.c_str(),
              layer_groups_of(network).c_str());
  std::fflush(stdout);
  return {};
}

Status run(const std::vector<std::string>& names) {
  std::printf("%-17s %10s %8s %8s %7s  %-41s %s\n", "network", "parameters", "layers", "+ norms",
              "at", "last convolution (Grad-CAM)", "layer groups");
  for (const auto& name : names) {
    CHESTLENS_CHECK(print_row(*find_network(name)));
  }
  return {};
}

}  // namespace

void add_networks(CLI::App& app, Action& chosen) {
  const auto names = std::make_shared<std::vector<std::string>>(network_names());
  CLI::App* command = app.add_subcommand(networks_command.name, networks_command.description);
  command->add_option("names", *names, "Networks to list, by default all")
      ->check(one_of(network_names()));
  command->callback([names, &chosen] { chosen = [names] { return run(*names); }; });
}

}  // namespace chestlens
