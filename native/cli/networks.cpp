#include "cli/commands.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// Classes of the published numbers: ImageNet's, or the four of COVID-Net.
int published_classes(const Network& network) {
  return network.is_transferred ? 1000 : 4;
}

/// "body / from features.transition2 / head".
std::string layer_groups_of(const Network& network) {
  std::string groups = "body / ";
  for (const auto& start : network.group_starts) groups += "from " + start + " / ";
  return groups + "head";
}

Status print_row(const Network& network) {
  CHESTLENS_TRY(const auto classifier,
                make_classifier({.name = network.name,
                                 .classes = published_classes(network),
                                 .head = HeadKind::published,
                                 .size_pixels = network.native_size_pixels}));
  CHESTLENS_TRY(const auto count, multiply_adds(classifier, network.native_size_pixels));
  const auto layers = static_cast<double>(count.layers);
  const auto norms = static_cast<double>(count.norms);
  std::printf("%-17s %8.2f M %6.2f G %6.2f G %4d px  %-41s %s\n", network.name.c_str(),
              static_cast<double>(parameter_count(classifier)) / 1e6, layers / 1e9,
              (layers + norms) / 1e9, network.native_size_pixels, network.last_convolution.c_str(),
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
  CLI::App* command = app.add_subcommand(
      "networks",
      "List the networks a recipe may name: parameters and multiply-adds of each as published\n"
      "(1000 classes; COVID-Net's four), counted on the network itself at its own size.");
  command->add_option("names", *names, "Those to list; all where none is named")
      ->check(CLI::IsMember(network_names()));
  command->callback([names, &chosen] { chosen = [names] { return run(*names); }; });
}

}  // namespace chestlens
