#include "audit/audit_bundle.hpp"
#include "audit/audit_film.hpp"
#include "audit/audit_text.hpp"
#include "audit/write_audit.hpp"
#include "bundle/catalog.hpp"
#include "cli/commands.hpp"
#include "cli/frame_option.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "data/film.hpp"
#include "data/film_cache.hpp"
#include "io/lock.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::vector<fs::path> bundles;
  fs::path models;
  std::string model;
  std::vector<fs::path> films;
  std::optional<int> frame;
  AuditOptions options;
  std::vector<std::string> retrained;  // PART=BUNDLE
  fs::path out;
  bool replace = false;
  bool write = false;
  bool json = false;
  bool csv = false;
};

void check_usage(const Arguments& arguments) {
  if (arguments.bundles.empty() && arguments.models.empty()) {
    throw CLI::RequiredError("One of --bundle and --models");
  }
  if (arguments.options.data.empty() == arguments.films.empty()) {
    throw CLI::RequiredError("One of --data and --film");
  }
  if (!arguments.films.empty() &&
      (arguments.write || arguments.json || arguments.csv || !arguments.out.empty())) {
    throw CLI::RequiresError("--out, --write-findings, --json and --csv", "--data");
  }
}

Result<std::vector<fs::path>> bundles_of(const Arguments& arguments) {
  if (arguments.models.empty()) return arguments.bundles;
  CHESTLENS_TRY(const auto catalog, read_catalog(arguments.models));
  std::vector<fs::path> folders;
  for (const CatalogModel& model : catalog.models) {
    if (arguments.model.empty() || model.name == arguments.model) {
      folders.push_back(arguments.models / model.name);
    }
  }
  if (!folders.empty()) return folders;
  return fail(ErrorCode::not_found,
              "lists no model " + arguments.model + "; an ensemble is audited by its members",
              (arguments.models / catalog_file).string());
}

Status audit_films_of(const Arguments& arguments) {
  std::vector<Predictor> predictors;
  const SessionOptions session{.threads = arguments.options.threads};
  for (const fs::path& bundle : arguments.bundles) {
    CHESTLENS_TRY(auto predictor, open_bundle(bundle, session));
    predictors.push_back(std::move(predictor));
  }
  if (!arguments.models.empty()) {
    CHESTLENS_TRY(auto predictor, open_catalog_entry(arguments.models, arguments.model, session));
    predictors.push_back(std::move(predictor));
  }
  for (const fs::path& path : arguments.films) {
    CHESTLENS_TRY(const auto film, read_decoded_film(path, arguments.frame));
    for (const Predictor& predictor : predictors) {
      CHESTLENS_TRY(const auto audit, with_context(audit_film(predictor, film), path.string()));
      fmt::print("{}, by {}\n{}\n", path.string(), predictor.name,
                 to_text(audit, predictor.members.front().card.classes));
    }
  }
  return {};
}

/// The findings of bundles that were trained on covered films.
Result<std::vector<AuditFinding>> retrained_findings(const std::vector<std::string>& pairs) {
  std::vector<AuditFinding> all;
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::invalid_argument, "expected PART=BUNDLE, as in lungs=bundles/covered",
                  "--retrained " + pair);
    }
    CHESTLENS_TRY(const auto part,
                  with_context(parse_covered(pair.substr(0, equals)), "--retrained"));
    CHESTLENS_TRY(auto findings, findings_of_retrained(pair.substr(equals + 1), part));
    std::ranges::move(findings, std::back_inserter(all));
  }
  return all;
}

Status run(Arguments arguments) {
  if (!arguments.films.empty()) return audit_films_of(arguments);
  catch_interrupts();
  arguments.options.stopped = interrupted;
  arguments.options.cache_folder = film_cache_folder();
  CHESTLENS_TRY(const auto bundles, bundles_of(arguments));
  std::vector<fs::path> inputs = bundles;
  inputs.insert(inputs.end(), {arguments.options.data, arguments.models});
  const OutputRule rule{.replace = arguments.replace, .inputs = files_at(inputs)};
  if (!arguments.out.empty()) CHESTLENS_CHECK(check_audit_folder(arguments.out, rule));
  CHESTLENS_TRY(const auto retrained, retrained_findings(arguments.retrained));
  std::vector<ModelAudit> audits;
  for (const fs::path& bundle : bundles) {
    arguments.options.bundle = bundle;
    CHESTLENS_TRY(auto audit, audit_bundle(arguments.options, terminal_reporter()));
    std::ranges::copy(retrained, std::back_inserter(audit.card.findings));
    if (!arguments.json && !arguments.csv) fmt::print("{}\n", to_text(audit));
    if (arguments.write) {
      CHESTLENS_TRY(const auto lock, FolderLock::take(bundle, "is writing a bundle here"));
      CHESTLENS_CHECK(write_findings(bundle, audit.card));
    }
    audits.push_back(std::move(audit));
  }
  if (arguments.json) fmt::print("{}", to_json(audits));
  if (arguments.csv) fmt::print("{}", to_csv(audits));
  return arguments.out.empty() ? Status() : write_audit(arguments.out, audits, rule);
}

}  // namespace

void add_audit(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  AuditOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "audit",
      "Ask what else than disease a network's answers go by: border, text, sharpness, brightness,\n"
      "source. Each figure has an interval and what chance gives; what films offer and the "
      "network\n"
      "uses is convicted. --film asks what can be asked of one film.");
  auto* bundle = command->add_option("--bundle", arguments->bundles, "Folders of bundles");
  auto* models = command
                     ->add_option("--models", arguments->models,
                                  "Instead: folder of catalog.json, whose models are audited")
                     ->excludes(bundle);
  command
      ->add_option("--model", arguments->model,
                   "Name of one model of --models; with --film an "
                   "ensemble's, too")
      ->needs(models);
  command->add_option("--data", options.data,
                      "Folder of manifest.csv; films that the bundle never saw are taken");
  auto* film = command->add_option(
      "--film", arguments->films,
      "Films to ask about, in place of --data: the answer with the border, the\n"
      "text, the lungs covered, and changed in ways that are no disease");
  add_frame_option(*command, arguments->frame)->needs(film);
  command
      ->add_option("--films", options.films,
                   "Films to look at, at most, the same number of every class")
      ->check(whole_number_in(20, 100'000))
      ->capture_default_str();
  auto* out = command->add_option(
      "--out", arguments->out,
      "New folder for a page of one sheet and more, and the findings as CSV and JSON");
  command
      ->add_flag("--replace", arguments->replace,
                 "Replace a folder that holds such an audit as it was written, and no more")
      ->needs(out);
  command->add_option(
      "--retrained", arguments->retrained,
      "PART=BUNDLE: a bundle that was trained on films of `dataset cover --part PART`\n"
      "and audited on them with --write-findings; what it knows is shown beside");
  command->add_flag("--write-findings", arguments->write,
                    "Put the findings into each bundle's card");
  auto* json = command->add_flag("--json", arguments->json, "Print the findings as JSON");
  command->add_flag("--csv", arguments->csv, "Print the findings as CSV")->excludes(json);
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] {
    check_usage(*arguments);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
