#include "io/text.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// Sentences with the models that they hold for.
class SharedSentences {
 public:
  void add(const std::string& model, const std::vector<std::string>& sentences) {
    ++models_;
    for (const std::string& sentence : sentences) {
      const auto found =
          std::ranges::find(rows_, sentence, [](const auto& row) -> auto& { return row.first; });
      if (found == rows_.end()) {
        rows_.push_back({sentence, {model}});
      } else {
        found->second.push_back(model);
      }
    }
  }
  std::vector<TextRow> rows() const {
    std::vector<TextRow> rows;
    for (const auto& [sentence, models] : rows_) {
      rows.push_back({sentence, models.size() == models_ ? "all" : joined(models)});
    }
    return rows;
  }

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> rows_;
  std::size_t models_ = 0;
};

}  // namespace

PageSection limit_section(const ModelReport& report) {
  SharedSentences limits, uses;
  for (const Card& card : report.evaluated.cards) {
    limits.add(card.title, card.limits);
    uses.add(card.title, {card.intended_use});
  }
  for (const CatalogEnsemble& ensemble : report.evaluated.catalog.ensembles) {
    limits.add(ensemble.title, ensemble.limits);
  }
  PageSection section{.title = "Limits and intended use"};
  section.tables = {
      {.title = "Intended use", .header = {"use", "of"}, .rows = uses.rows(), .words = 2},
      {.title = "Limits", .header = {"limit", "of"}, .rows = limits.rows(), .words = 2}};
  section.commands = show_command_lines(report.evaluated.folders);
  return section;
}

}  // namespace chestlens
