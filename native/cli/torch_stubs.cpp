#include "cli/commands.hpp"
#include "cli/torch_commands.hpp"

#include <CLI/CLI.hpp>

// The program without LibTorch only names these commands: run_torch_program() runs them.

namespace chestlens {
namespace {

void add_name(CLI::App& app, const TorchCommand& command) {
  app.add_subcommand(command.name, command.description);
}

}  // namespace

void add_augment(CLI::App& app, Action&) {
  add_name(app, augment_command);
}

void add_compare(CLI::App& app, Action&) {
  add_name(app, compare_command);
}

void add_complexity(CLI::App& app, Action&) {
  add_name(app, complexity_command);
}

void add_curves(CLI::App& app, Action&) {
  add_name(app, curves_command);
}

void add_ensemble(CLI::App& app, Action&) {
  add_name(app, ensemble_command);
}

void add_evaluate(CLI::App& app, Action&) {
  add_name(app, evaluate_command);
}

void add_export(CLI::App& app, Action&) {
  add_name(app, export_command);
}

void add_lr_find(CLI::App& app, Action&) {
  add_name(app, lr_find_command);
}

void add_networks(CLI::App& app, Action&) {
  add_name(app, networks_command);
}

void add_report(CLI::App& app, Action&) {
  add_name(app, report_command);
}

void add_runs(CLI::App& app, Action&) {
  add_name(app, runs_command);
}

void add_upgrade(CLI::App& app, Action&) {
  add_name(app, upgrade_command);
}
void add_show(CLI::App& app, Action&) {
  add_name(app, show_command);
}

void add_train(CLI::App& app, Action&) {
  add_name(app, train_command);
}

void add_weights(CLI::App& app, Action&) {
  add_name(app, weights_command);
}

}  // namespace chestlens
