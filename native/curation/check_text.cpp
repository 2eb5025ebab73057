#include "curation/check.hpp"
#include "data/csv.hpp"
#include "io/atomic_file.hpp"
#include "io/markdown.hpp"
#include "io/sums.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"
#include "plot/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace chestlens {
namespace {

constexpr std::size_t listed_groups = 20;
constexpr std::size_t listed_rows = 20;
constexpr std::string_view check_writer = "chestlens dataset check";

OwnFolder own_check_files() {
  return {"the files of a check",
          [](const std::filesystem::path& folder) { return check_sums(folder, check_writer); }};
}

std::string_view kind_name(RepeatKind kind) {
  switch (kind) {
    case RepeatKind::same_file:
      return "same file";
    case RepeatKind::same_pixels:
      return "same pixels";
    case RepeatKind::near:
      break;
  }
  return "near";
}

std::string table_text(const Association& table, const std::string& corner) {
  TextRow header = {corner};
  header.insert(header.end(), table.columns.begin(), table.columns.end());
  header.push_back("all");
  std::vector<TextRow> rows;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::int64_t sum = 0;
    TextRow cells = {table.rows[r]};
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      cells.push_back(std::to_string(table.at(r, c)));
      sum += table.at(r, c);
    }
    cells.push_back(std::to_string(sum));
    rows.push_back(std::move(cells));
  }
  return markdown_table(header, rows);
}

std::string source_text(const CheckReport& report) {
  const Association& table = report.source_association;
  if (table.rows.size() < 2 || table.columns.size() < 2) return {};
  return fmt::format(
      "\nThe source alone predicts {} in {} % of the films (always the most frequent: {} %); "
      "Cramér's "
      "V "
      "{:.3f}; {} % of its entropy. A network can learn as much from borders and markers.\n",
      report.source_target, percent(table.accuracy), percent(table.majority_accuracy),
      table.cramers_v, percent(table.uncertainty_coefficient));
}

std::string group_text(const CheckReport& report, const RepeatGroup& group) {
  std::string text = "- " + std::string(kind_name(group.weakest));
  if (group.across_splits) text += ", ACROSS THE SPLIT";
  if (group.across_classes) text += ", ACROSS CLASSES";
  if (group.across_patients) text += ", across patients";
  text += ":";
  for (const std::size_t i : group.films) text += " " + visible_text(report.manifest.films[i].file);
  return text + "\n";
}

std::string more(std::size_t all, std::size_t listed) {
  if (all <= listed) return {};
  return fmt::format("- ... and {} more; --out FOLDER writes all of them\n", all - listed);
}

template <typename Item, typename Line>
std::string list_text(const std::string& title, const std::vector<Item>& items, std::size_t limit,
                      const Line& line) {
  if (items.empty()) return {};
  std::string text = fmt::format("\n## {}: {}\n\n", title, items.size());
  for (std::size_t i = 0; i < std::min(items.size(), limit); ++i) text += line(items[i]);
  return text + more(items.size(), limit);
}

/// Rows become the categories, columns the groups.
BarChart chart_of(const Association& table, const std::string& title, bool stacked) {
  BarChart chart{.title = title, .y_label = "films", .categories = table.rows, .stacked = stacked};
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    BarGroup group{.name = table.columns[c]};
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      group.values.push_back(static_cast<double>(table.at(r, c)));
    }
    chart.groups.push_back(std::move(group));
  }
  return chart;
}

}  // namespace

std::string to_markdown(const CheckReport& report) {
  const auto plain = [](const std::string& text) { return "- " + visible_text(text) + "\n"; };
  std::string text = fmt::format("# {}: {} films\n\n", report.manifest.folder.string(),
                                 report.manifest.films.size());
  text += table_text(report.class_of_split, "class") + "\n";
  text += table_text(report.class_of_source, "source") + source_text(report);
  text += sides_text(report.sides, report.manifest);
  if (report.manifest.duplicates_dropped > 0) {
    text += fmt::format("\n{} rows were passed over: they are marked as duplicates.\n",
                        report.manifest.duplicates_dropped);
  }
  text += list_text("Rows to repair", report.rows, listed_rows, [](const ManifestFinding& row) {
    return fmt::format("- manifest.csv:{}: {}\n", row.line, visible_text(row.reason));
  });
  text += list_text("Patients on both sides of the split", report.crossing_patients, listed_rows,
                    plain);
  text += list_text(
      "Films that cannot be read", report.unreadable, listed_rows, [](const UnreadableFilm& film) {
        return "- " + visible_text(film.file) + ": " + visible_text(film.reason) + "\n";
      });
  text += list_text("Groups of films that repeat each other", report.groups, listed_groups,
                    [&report](const RepeatGroup& group) { return group_text(report, group); });
  return text;
}

Status check_files_place(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_output_folder(folder, rule, own_check_files());
}

Status write_check_files(const std::filesystem::path& given, const CheckReport& report,
                         const OutputRule& rule) {
  CHESTLENS_TRY(const auto folder, named_output(given));
  CHESTLENS_CHECK(check_files_place(folder, rule));
  remove_leftovers(folder);
  CHESTLENS_TRY(auto made, TemporaryFolder::beside(folder));
  const BarChart classes = chart_of(report.class_of_split, "Films by class and split", false);
  const BarChart sources = chart_of(report.class_of_source, "Films by source and class", true);
  std::string groups = csv_line({"group", "file", "class", "patient_id", "split", "kind"});
  for (std::size_t g = 0; g < report.groups.size(); ++g) {
    for (const std::size_t i : report.groups[g].films) {
      const ManifestRow& film = report.manifest.films[i];
      groups += csv_line({std::to_string(g + 1), film.file, target_text(report.manifest, film),
                          film.patient_id, std::string(to_string(film.split)),
                          std::string(kind_name(report.groups[g].weakest))});
    }
  }
  std::string problems = csv_line({"problem", "where", "reason"});
  for (const ManifestFinding& row : report.rows) {
    problems += csv_line({"row to repair", "manifest.csv:" + std::to_string(row.line), row.reason});
  }
  for (const std::string& patient : report.crossing_patients) {
    problems += csv_line({"patient on both sides of the split", patient, ""});
  }
  for (const UnreadableFilm& film : report.unreadable) {
    problems += csv_line({"film that cannot be read", film.file, film.reason});
  }
  std::vector<std::pair<const char*, std::string>> files{{"classes.svg", to_svg(classes)},
                                                         {"sources.svg", to_svg(sources)},
                                                         {"duplicates.csv", groups},
                                                         {"problems.csv", problems}};
  if (!report.sides.empty()) {
    files.emplace_back("sides.svg",
                       to_svg(side_chart(report.sides.front(), report.manifest, report.traits)));
  }
  for (const auto& [name, text] : files) {
    CHESTLENS_CHECK(write_file_atomic(made.path() / name, text));
  }
  CHESTLENS_CHECK(write_sums(made.path(), check_writer));
  return commit_output_folder(made, folder, rule, own_check_files());
}

}  // namespace chestlens
