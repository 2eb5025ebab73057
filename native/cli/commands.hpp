#pragma once

#include <chestlens/error.hpp>

#include <functional>

namespace CLI {
class App;
}

namespace chestlens {

/// What the command line asked for.
using Action = std::function<Status()>;

/// Each adds one subcommand; when the command line names it, `chosen` becomes its work.
void add_phantom(CLI::App& app, Action& chosen);
void add_ask(CLI::App& app, Action& chosen);
void add_audit(CLI::App& app, Action& chosen);
void add_augment(CLI::App& app, Action& chosen);
void add_lr_find(CLI::App& app, Action& chosen);
void add_train(CLI::App& app, Action& chosen);
void add_report(CLI::App& app, Action& chosen);
void add_runs(CLI::App& app, Action& chosen);
void add_show(CLI::App& app, Action& chosen);
void add_compare(CLI::App& app, Action& chosen);
void add_curves(CLI::App& app, Action& chosen);
void add_evaluate(CLI::App& app, Action& chosen);
void add_catalog(CLI::App& app, Action& chosen);
void add_ensemble(CLI::App& app, Action& chosen);
void add_embed(CLI::App& app, Action& chosen);
void add_export(CLI::App& app, Action& chosen);
void add_predict(CLI::App& app, Action& chosen);
void add_explain(CLI::App& app, Action& chosen);
void add_explain_benchmark(CLI::App& app, Action& chosen);
void add_serve(CLI::App& app, Action& chosen);
void add_inspect(CLI::App& app, Action& chosen);
void add_networks(CLI::App& app, Action& chosen);
void add_complexity(CLI::App& app, Action& chosen);
void add_dataset(CLI::App& app, Action& chosen);
void add_trust(CLI::App& app, Action& chosen);
void add_upgrade(CLI::App& app, Action& chosen);
void add_weights(CLI::App& app, Action& chosen);
void add_completion(CLI::App& app, Action& chosen);
void add_help(CLI::App& app, Action& chosen);
/// As the others, and the options --version and --verbose.
void add_version(CLI::App& app, Action& chosen);

}  // namespace chestlens
