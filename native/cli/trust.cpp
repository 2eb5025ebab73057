#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "io/lock.hpp"
#include "trust/add_trust.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace chestlens {
namespace {

Status run(const AddTrustOptions& options) {
  CHESTLENS_TRY(const auto lock, FolderLock::take(options.bundle, "is writing a bundle here"));
  CHESTLENS_TRY(const auto card, add_trust(options, terminal_reporter()));
  std::printf("%-28s  warned of, with 95 %% interval\n", card.name.c_str());
  for (const MeasuredMetric& kind : card.trust) {
    std::printf("%-28s  %5.1f %%  (%.1f to %.1f)  of %s\n", kind.name.c_str(), 100.0 * kind.value,
                100.0 * kind.low, 100.0 * kind.high, kind.measured_on.c_str());
  }
  return {};
}

}  // namespace

void add_trust(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<AddTrustOptions>();
  CLI::App* command = app.add_subcommand(
      "trust",
      "Teach a bundle which films it knows: from its own training films, with limits from its\n"
      "validation films alone. trust.bin is written into the bundle, and into its card how many\n"
      "films of each kind are warned of: unseen ones, turned and damaged ones, and what is no "
      "film.\n"
      "predict then says of each film whether it is like those, before any probability.");
  command->add_option("--bundle", options->bundle, "Folder of the bundle")->required();
  command
      ->add_option("--data", options->data,
                   "Folder of manifest.csv with the films that trained the bundle")
      ->required();
  command->add_option("--surprises", options->surprises,
                      "Folder with a folder of pictures for each more kind of surprise, e.g.\n"
                      "photographs, to measure on; no limit is set by them");
  add_threads_option(*command, options->threads);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace chestlens
