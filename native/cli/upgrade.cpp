#include "cli/commands.hpp"
#include "cli/torch_commands.hpp"
#include "io/lock.hpp"
#include "onnx/upgrade_bundle.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

namespace chestlens {
namespace {

Status run(const std::vector<std::filesystem::path>& bundles) {
  for (const auto& bundle : bundles) {
    CHESTLENS_TRY(const auto lock, FolderLock::take(bundle, "is writing a bundle here"));
    CHESTLENS_TRY(const auto card, upgrade_bundle(bundle));
    std::printf("%s: format %d, its evidence adds up to the logits to %.2g\n", bundle.c_str(),
                card.format, card.certificate.max_evidence_difference);
  }
  return {};
}

}  // namespace

void add_upgrade(CLI::App& app, Action& chosen) {
  const auto bundles = std::make_shared<std::vector<std::filesystem::path>>();
  CLI::App* command = app.add_subcommand(upgrade_command.name, upgrade_command.description);
  command->add_option("bundles", *bundles, "Folders of bundles")->required();
  command->callback([bundles, &chosen] { chosen = [bundles] { return run(*bundles); }; });
}

}  // namespace chestlens
