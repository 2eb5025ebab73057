#include "cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <opencv2/core/utility.hpp>

#include <cstdio>
#include <exception>
#include <string>

namespace {

enum ExitCode { success = 0, failure = 1, usage = 2 };

int report(const std::string& message) {
  std::fflush(stdout);
  std::fprintf(stderr, "chestlens: %s\n", message.c_str());
  return failure;
}

int run(int argc, char** argv) {
  CLI::App app(
      "ChestLens trains chest X-ray classifiers and predicts with them. For education and\n"
      "research: nothing it says is a diagnosis.",
      "chestlens");
  app.set_version_flag("--version", "chestlens " CHESTLENS_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(38);

  chestlens::Action chosen;
  chestlens::add_phantom(app, chosen);
  chestlens::add_train(app, chosen);
  chestlens::add_evaluate(app, chosen);
  chestlens::add_export(app, chosen);
  chestlens::add_predict(app, chosen);
  chestlens::add_inspect(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? success : usage;
  }
  const chestlens::Status status = chosen();
  return status ? success : report(to_string(status.error()));
}

}  // namespace

int main(int argc, char** argv) {
  cv::setNumThreads(1);  // films are spread over our own threads
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return report(error.what());
  }
}
