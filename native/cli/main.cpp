#include "cli/commands.hpp"
#include "cli/path_options.hpp"
#include "cli/standard_output.hpp"
#include "cli/suggest.hpp"
#include "cli/torch_program.hpp"
#include "io/allocation.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <CLI/CLI.hpp>
#include <opencv2/core/utility.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

namespace {

enum ExitCode { success = 0, failure = 1, usage = 2 };

int report(const std::string& message) {
  std::fflush(stdout);
  std::fprintf(stderr, "chestlens: %s\n", chestlens::visible_text(message, "\t\n").c_str());
  return failure;
}

/// The exit status, once what was printed is written out: what was not is an error.
int finish(const chestlens::Status& status) {
  const chestlens::Status flushed = chestlens::flush_standard_output();
  if (!flushed) report(to_string(flushed.error()));
  if (!status) report(to_string(status.error()));
  if (!status) return chestlens::exit_status(status.error());
  return flushed ? success : failure;
}

void add_commands(CLI::App& app, chestlens::Action& chosen) {
  chestlens::add_phantom(app, chosen);
  chestlens::add_augment(app, chosen);
  chestlens::add_lr_find(app, chosen);
  chestlens::add_train(app, chosen);
  chestlens::add_evaluate(app, chosen);
  chestlens::add_report(app, chosen);
  chestlens::add_runs(app, chosen);
  chestlens::add_show(app, chosen);
  chestlens::add_compare(app, chosen);
  chestlens::add_curves(app, chosen);
  chestlens::add_embed(app, chosen);
  chestlens::add_export(app, chosen);
  chestlens::add_upgrade(app, chosen);
  chestlens::add_trust(app, chosen);
  chestlens::add_catalog(app, chosen);
  chestlens::add_ensemble(app, chosen);
  chestlens::add_predict(app, chosen);
  chestlens::add_ask(app, chosen);
  chestlens::add_audit(app, chosen);
  chestlens::add_explain(app, chosen);
  chestlens::add_explain_benchmark(app, chosen);
  chestlens::add_serve(app, chosen);
  chestlens::add_inspect(app, chosen);
  chestlens::add_networks(app, chosen);
  chestlens::add_complexity(app, chosen);
  chestlens::add_dataset(app, chosen);
  chestlens::add_weights(app, chosen);
  chestlens::add_completion(app, chosen);
  chestlens::add_help(app, chosen);
  chestlens::add_version(app, chosen);
  chestlens::refuse_empty_values(app);
}

int run(int argc, char** argv) {
  CLI::App app(
      "ChestLens trains chest X-ray classifiers and predicts with them. For education and\n"
      "research: nothing it says is a diagnosis.",
      "chestlens");
  app.require_subcommand(0, 1);  // none is answered below, after an unknown word was
  app.get_formatter()->column_width(38);
  chestlens::Action chosen;
  add_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help
    app.exit(asked);
    return finish({});
  } catch (const CLI::ParseError& error) {
    std::fputs(chestlens::usage_message(app, error).c_str(), stderr);
    return usage;
  }
  if (!chosen) {
    std::fputs(app.help().c_str(), stderr);
    return usage;
  }
  return finish(chosen());
}

/// ONNX Runtime matches a recursive std::regex against the whole command line: a thousand films
/// overflow the usual 8 MiB of stack. The main thread's stack grows up to the limit of the moment.
void allow_long_command_lines() {
  constexpr rlim_t enough_bytes = 100 << 20;
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= enough_bytes) return;
  limit.rlim_cur = std::min(enough_bytes, limit.rlim_max);
  setrlimit(RLIMIT_STACK, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (const auto ran = chestlens::run_torch_program(argc, argv); !ran) {
      const std::string command = argc > 1 ? std::string(argv[1]) + ": " : "";
      return report(command + to_string(ran.error()));
    }
    allow_long_command_lines();
    chestlens::keep_freed_memory();
    cv::setNumThreads(1);  // films are spread over our own threads
    return run(argc, argv);
  } catch (const std::exception& error) {
    return report(chestlens::what(error));
  }
}
