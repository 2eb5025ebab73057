#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "io/lock.hpp"
#include "io/text.hpp"
#include "report/export_run.hpp"
#include "train/training_note.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path run;
  std::filesystem::path data;
  std::filesystem::path out;
  std::string storage = "float16";
  std::filesystem::path torchscript;
  bool replace = false;
  int threads = 1;
};

void print(const ExportedRun& exported, const std::filesystem::path& folder) {
  const ParityCertificate& certificate = exported.card.certificate;
  std::printf(
      "%s: largest difference of %d films on %s: logits %.2g, heat-map %.2g of its maximum\n",
      folder.c_str(), certificate.films_compared, certificate.runtimes.c_str(),
      certificate.max_logit_difference, certificate.max_heatmap_difference);
  for (const StorageChange& change : exported.card.storage.changes) {
    if (change.trained == change.stored) continue;
    std::printf("stored in float16: %s %.3f %% instead of %.3f %%\n", change.metric.c_str(),
                100.0 * change.stored, 100.0 * change.trained);
  }
  std::printf("temperature %.3f: expected calibration error %s %% before, %s %% after\n",
              exported.calibration.temperature, percent(exported.uncalibrated_error.value).c_str(),
              percent(exported.calibration.error.value).c_str());
}

Status run(const Arguments& arguments) {
  use_threads(arguments.threads);
  CHESTLENS_TRY(const auto trained, load_run(arguments.run));
  note_training(arguments.run, terminal_reporter());
  CHESTLENS_TRY(const auto lock, FolderLock::take(arguments.out, "is writing a bundle here"));
  CHESTLENS_TRY(const auto exported,
                export_run(trained,
                           {.bundle_folder = arguments.out,
                            .data_folder = arguments.data,
                            .storage = arguments.storage == "float16" ? WeightStorage::float16
                                                                      : WeightStorage::float32,
                            .torchscript = arguments.torchscript,
                            .threads = arguments.threads,
                            .replace = arguments.replace},
                           terminal_reporter()));
  print(exported, arguments.out);
  if (!arguments.torchscript.empty()) {
    std::printf("%s: TorchScript module of the same weights\n", arguments.torchscript.c_str());
  }
  return {};
}

}  // namespace

void add_export(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(export_command.name, export_command.description);
  command->add_option("--run", arguments->run, "Folder of the run")->required();
  command->add_option("--out", arguments->out, "Folder of the bundle; its name is the bundle's")
      ->required();
  command->add_flag("--replace", arguments->replace,
                    "Replace a bundle in that folder; one that holds anything else is never\n"
                    "written to");
  command->add_option("--data", arguments->data,
                      "Folder of the run's films, where they have moved since the training");
  command
      ->add_option("--storage", arguments->storage,
                   "How the weights are stored. float16 halves the bundle; the network still\n"
                   "computes in float32. The card lists what that changes in each metric; losing\n"
                   "more than 0.2 points of accuracy, or of few films more than one, is refused")
      ->check(one_of({"float16", "float32"}))
      ->capture_default_str();
  command->add_option("--torchscript", arguments->torchscript,
                      "File for a TorchScript module of the same weights, for torch.jit.load: it\n"
                      "takes what model.onnx takes and gives the logits. It is read back and\n"
                      "compared before it is written");
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
