#include "cli/dataset.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "curation/import.hpp"
#include "curation/import_outcome.hpp"
#include "curation/manifest_table.hpp"
#include "files/folder.hpp"
#include "io/output.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <chestlens/archive.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t listed_problems = 20;

struct ImportArguments {
  std::string format;
  std::vector<std::filesystem::path> from;
  std::filesystem::path out;
  std::vector<std::string> classes;
  std::vector<std::string> labels;
  std::string uncertain = "ignore";
  std::string resolve_patients;
  std::string settle;  // the old spelling of resolve_patients
  ImportOptions options;
  bool append = false;
  bool replace = false;
  bool quick = false;
  int threads = 1;
};

Result<std::map<std::string, std::string>> parse_classes(const std::vector<std::string>& pairs) {
  std::map<std::string, std::string> classes;
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorCode::invalid_argument, "is not FINDING=CLASS", "--map " + pair);
    }
    classes[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return classes;
}

UncertainLabels parse_uncertain(const std::string& name) {
  if (name == "ones") return UncertainLabels::ones;
  return name == "zeros" ? UncertainLabels::zeros : UncertainLabels::ignore;
}

void print_left_out(const Import& import) {
  std::vector<std::pair<int, std::string>> reasons;
  int files = 0;
  for (const auto& [reason, count] : import.left_out) {
    reasons.emplace_back(-count, reason);
    files += count;
  }
  if (files == 0) return;
  std::ranges::sort(reasons);
  std::printf("%s left out:\n", counted(static_cast<std::uint64_t>(files), "file").c_str());
  for (std::size_t i = 0; i < std::min(reasons.size(), listed_problems); ++i) {
    std::printf("  %6d  %s\n", -reasons[i].first, visible_text(reasons[i].second).c_str());
  }
  if (reasons.size() > listed_problems) {
    std::printf("  ... and %zu more reasons\n", reasons.size() - listed_problems);
  }
}

void print_problems(const std::vector<ImportProblem>& problems) {
  if (problems.empty()) return;
  std::fprintf(stderr, "%s could not be used:\n", counted(problems.size(), "film").c_str());
  for (std::size_t i = 0; i < std::min(problems.size(), listed_problems); ++i) {
    std::fprintf(stderr, "  %s: %s\n", visible_text(problems[i].film).c_str(),
                 visible_text(problems[i].reason).c_str());
  }
  if (problems.size() > listed_problems) {
    std::fprintf(stderr, "  ... and %zu more\n", problems.size() - listed_problems);
  }
}

/// "bacterial 381, normal 39", so that a folder that is no class is seen at once.
std::string class_counts(const ManifestTable& table) {
  std::vector<std::string> words;
  for (const auto& [name, count] : films_by_class(table)) {
    words.push_back(visible_text(name) + " " + std::to_string(count));
  }
  return joined(words);
}

/// Moves patients with films on both sides of the test split to `side`, or, where that is empty,
/// warns of them.
void resolve_or_warn(ManifestTable& table, const std::string& side) {
  if (!side.empty()) {
    std::printf("%d films moved to %s, for their patients were on both sides\n",
                resolve_patients(table, side), side.c_str());
    return;
  }
  const auto crossing = patients_on_both_sides(table);
  if (crossing.empty()) return;
  std::fprintf(stderr,
               "on both sides of the split: %s, %s first; training refuses that: "
               "import again with --resolve-patients train or --resolve-patients test\n",
               counted(crossing.size(), "patient").c_str(), visible_text(crossing.front()).c_str());
}

/// What each folder lists, its films not yet looked at. Errors: those of the format and of
/// check_mapped.
Result<std::vector<Import>> read_imports(const ImportArguments& arguments,
                                         const ImportFormat& format) {
  std::vector<Import> imports;
  std::set<std::string> findings;
  ImportOptions options = arguments.options;
  for (const auto& from : arguments.from) {
    // Folders are classes where no table says more.
    options.from = format.name == "folder" ? from : sole_folder(from);
    CHESTLENS_TRY(auto import, format.read(options));
    import.keeps_lateral = options.lateral;
    findings.merge(import.findings);
    imports.push_back(std::move(import));
  }
  CHESTLENS_CHECK(check_mapped(options.classes, findings));
  return imports;
}

/// Adds the films to the table and says how many.
void add_import(ManifestTable& table, const Import& import, const std::filesystem::path& out,
                const std::filesystem::path& from, const Reporter& reporter) {
  const int added = add_films(table, out, import.films);
  if (const std::string text = unknown_patients(import.films); !text.empty()) {
    reporter.note(visible_text(text));
  }
  if (const std::string text = other_names(import.films); !text.empty()) reporter.note(text);
  const auto listed = static_cast<int>(import.films.size()) - added;
  std::printf("%s of %s added", counted(static_cast<std::uint64_t>(added), "film").c_str(),
              visible_text(from.string()).c_str());
  std::printf(listed > 0 ? ", %d were listed already\n" : "\n", listed);
}

Status run_import(ImportArguments arguments) {
  const Reporter reporter = terminal_reporter();
  if (!arguments.settle.empty()) {
    arguments.resolve_patients = arguments.settle;
    reporter.note("--settle is now called --resolve-patients; the old name is still read");
  }
  CHESTLENS_TRY(const auto format, find_import_format(arguments.format));
  CHESTLENS_TRY(auto classes, parse_classes(arguments.classes));
  arguments.options.classes = std::move(classes);
  arguments.options.uncertain = parse_uncertain(arguments.uncertain);
  ManifestTable table;
  std::error_code ignored;
  const bool is_there = std::filesystem::exists(arguments.out / "manifest.csv", ignored);
  if (is_there && !arguments.append && !arguments.replace) {
    return fail(ErrorCode::invalid_argument,
                "is there already; give --append to add to it, --replace to write it again",
                (arguments.out / "manifest.csv").string());
  }
  CHESTLENS_CHECK(check_output_file(arguments.out / "manifest.csv", {.replace = true}));
  if (is_there) {
    auto existing = read_manifest_table(arguments.out);
    if (!existing && arguments.replace) {
      existing.error().message += ": it is no manifest of films and stays; move it away";
    }
    CHESTLENS_CHECK(existing);
    if (arguments.append) table = *std::move(existing);
  }
  const auto problem_list = arguments.out / "problems.csv";
  CHESTLENS_CHECK(check_problem_list(problem_list));
  std::vector<ImportProblem> problems;
  CHESTLENS_TRY(auto imports, read_imports(arguments, format));
  const std::set<std::string> classes_found = classes_of(imports);
  for (Import& import : imports) {
    for (const std::string& notice : import.notices) reporter.note(visible_text(notice));
    verify_films(import, arguments.threads, arguments.quick, reporter);
    print_left_out(import);
    print_problems(import.problems);
    problems.insert(problems.end(), import.problems.begin(), import.problems.end());
  }
  CHESTLENS_CHECK(write_problems(problem_list, problems));
  if (!problems.empty()) {
    std::fprintf(stderr, "%s lists what could not be used\n", problem_list.c_str());
  }
  CHESTLENS_CHECK(check_no_class_vanished(classes_found, imports));
  for (std::size_t i = 0; i < imports.size(); ++i) {
    add_import(table, imports[i], arguments.out, arguments.from[i], reporter);
  }
  if (table.rows.empty()) {
    return fail(ErrorCode::not_found, "no film to list; manifest.csv is not written",
                arguments.from.front().string());
  }
  resolve_or_warn(table, arguments.resolve_patients);
  CHESTLENS_CHECK(write_manifest_table(arguments.out, table));
  std::printf("%s lists %zu films: %s\nnext: chestlens dataset check %s\n",
              (arguments.out / "manifest.csv").c_str(), table.rows.size(),
              class_counts(table).c_str(), arguments.out.c_str());
  return {};
}

/// --labels alone asks for all findings, with files for these. Before the format it takes that for
/// a file.
void take_labels(ImportArguments& arguments, bool is_given) {
  std::vector<std::string>& files = arguments.labels;
  std::erase(files, "");
  if (arguments.format.empty() && !files.empty() && find_import_format(files.front())) {
    arguments.format = files.front();
    files.erase(files.begin());
  }
  if (arguments.format.empty()) throw CLI::RequiredError("format");
  if (!is_given) return;
  const bool is_covidx = arguments.format == "covidx";
  if (is_covidx && files.empty()) {
    throw CLI::ValidationError("--labels", "covidx wants the names of label files");
  }
  if (!is_covidx && !files.empty()) {
    throw CLI::ValidationError("--labels",
                               "takes files with the format covidx alone, not " + files.front());
  }
  arguments.options.labels = !is_covidx;
  arguments.options.label_files.assign(files.begin(), files.end());
}

}  // namespace

void add_dataset_import(CLI::App& dataset, Action& chosen) {
  const auto arguments = std::make_shared<ImportArguments>();
  std::string description =
      "Write manifest.csv from a public data set as it was downloaded. Films are not copied, and\n"
      "archives not unpacked (" +
      in_words(ArchiveLimits{}) +
      ").\n"
      "What is missing or unreadable is listed and left out. Formats:";
  std::vector<std::string> names;
  for (const ImportFormat& format : import_formats()) {
    names.emplace_back(format.name);
    description.append("\n  ").append(format.name).append(": ").append(format.description);
  }
  CLI::App* command = dataset.add_subcommand("import", description);
  ImportOptions& options = arguments->options;
  command->add_option("format", arguments->format, "Format of the data set, one of those above")
      ->check(one_of(names));
  command
      ->add_option(
          "--from", arguments->from,
          "Folders or ZIP archives as downloaded; several are merged. Films of an archive\n"
          "are listed as ARCHIVE.zip/FILE and read from there")
      ->required();
  command->add_option("--out", arguments->out, "Folder for manifest.csv")->required();
  CLI::Option* append =
      command->add_flag("--append", arguments->append, "Add to a manifest that exists");
  command->add_flag("--replace", arguments->replace, "Replace a manifest that exists")
      ->excludes(append);
  command->add_option("--map", arguments->classes,
                      "FINDING=CLASS, which takes precedence over the format's own table; may be\n"
                      "repeated");
  command
      ->add_option(
          "--labels", arguments->labels,
          "chexpert, mimic-cxr, nih, padchest, rsna, vindr: list every finding, for multi-label\n"
          "training (padchest: those of one film in 100). covidx: the label FILEs to read and no\n"
          "others, by path or name, where several versions are there")
      ->type_name("[FILE ...]")
      ->expected(0, -1);
  command
      ->add_option("--uncertain", arguments->uncertain,
                   "chexpert, mimic-cxr, vindr: uncertain labels become unknown (ignore), ones or\n"
                   "zeros; what a report does not mention counts as absent, and what some\n"
                   "radiologists name and others do not as uncertain")
      ->check(one_of({"ignore", "ones", "zeros"}))
      ->capture_default_str();
  command->add_flag("--lateral", options.lateral,
                    "Import lateral films too, where the data set tells them");
  command
      ->add_option("--resolve-patients", arguments->resolve_patients,
                   "Side of the split, train, validation or test, that patients with films on\n"
                   "several sides are moved to")
      ->check(one_of({"train", "validation", "test"}));
  command
      ->add_option("--settle", arguments->settle)  // the old spelling
      ->check(one_of({"train", "validation", "test"}))
      ->group("");
  command->add_option("--source", options.source, "folder: name of the films' source");
  command->add_option("--licence", options.licence, "folder, covidx: licence of the films");
  command->add_option(
      "--patient-pattern", options.patient_pattern,
      "folder: regular expression on file names whose group 1 is the patient; without\n"
      "it each film counts as a patient of its own");
  command->add_flag("--quick", arguments->quick,
                    "Check only the first bytes of each film instead of decoding it");
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, command, &chosen] {
    take_labels(*arguments, command->count("--labels") > 0);
    if (!arguments->settle.empty() && !arguments->resolve_patients.empty()) {
      throw CLI::ExcludesError("--settle", "--resolve-patients");
    }
    chosen = [arguments] { return run_import(*arguments); };
  });
}

}  // namespace chestlens
