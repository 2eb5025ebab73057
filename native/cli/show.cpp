#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "page/page.hpp"
#include "report/show_bundle.hpp"
#include "report/show_run.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  fs::path folder;
  fs::path out;
  fs::path data;
  bool films = false;
  bool replace = false;
  int mistakes = 12;
  int threads = 1;
};

bool holds(const fs::path& folder, const char* file) {
  std::error_code ignored;
  return fs::exists(folder / file, ignored);
}

Result<Page> page_of(const Arguments& arguments) {
  const fs::path& folder = arguments.folder;
  if (holds(folder, "run.json")) {
    CHESTLENS_TRY(const auto run, load_run(folder));
    return show_run(run, {.data_folder = arguments.data,
                          .most_mistakes = static_cast<std::size_t>(arguments.mistakes),
                          .films = arguments.films,
                          .reporter = terminal_reporter()});
  }
  if (holds(folder, card_file)) {
    CHESTLENS_TRY(const auto card, read_card(folder));
    return show_bundle(card);
  }
  const bool is_catalog = holds(folder, catalog_file);
  return fail(ErrorCode::not_found,
              is_catalog ? "holds a catalog; show one of its bundles, the folders in it"
                         : "holds neither a run (run.json) nor a bundle (model.json)",
              folder.string());
}

Status run(const Arguments& arguments) {
  use_threads(arguments.threads);
  const OutputRule rule{.replace = arguments.replace,
                        .inputs = files_at({arguments.folder, arguments.data})};
  if (!arguments.out.empty()) CHESTLENS_CHECK(check_page_folder(arguments.out, rule));
  CHESTLENS_TRY(const auto page, page_of(arguments));
  const std::string text = to_text(page);
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (arguments.out.empty()) return {};
  CHESTLENS_CHECK(write_page(arguments.out, page, rule));
  fmt::print("\n{}\n", (arguments.out / "index.html").string());
  return {};
}

}  // namespace

void add_show(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(show_command.name, show_command.description);
  command->add_option("folder", arguments->folder, "Folder of a run or of a bundle")->required();
  CLI::Option* out = command->add_option("--out", arguments->out,
                                         "New folder for index.html and its charts as SVG");
  command
      ->add_flag("--replace", arguments->replace,
                 "Replace a folder that holds such a page as it was written, and no more")
      ->needs(out);
  command->add_option("--data", arguments->data,
                      "Folder of the run's films, where they have moved since the training");
  command
      ->add_flag("--films", arguments->films,
                 "Put the pictures of the mistakes into the page, with heat-maps. Films may be\n"
                 "private: without it the page has their names alone")
      ->needs(out);
  command->add_option("--mistakes", arguments->mistakes, "Most confident mistakes to show")
      ->check(whole_number_in(0, 1000))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
