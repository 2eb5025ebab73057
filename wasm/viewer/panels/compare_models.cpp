#include <viewer/compare.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/compare_parts.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

ImU32 trust_color(const Prediction& prediction, const Palette& palette) {
  const bool is_unlike = prediction.trust && prediction.trust->likeness == Likeness::unlike;
  return is_unlike ? palette.caution : palette.text_faint;
}

/// A model's title with its probability of the class on show, a bar, and its trust.
void draw_model(const Ui& ui, const ModelTile& tile, std::size_t class_index, bool is_refused) {
  const bool is_together = tile.kind == TileKind::together;
  const ImFont* font = is_together ? ui.fonts.strong : ui.fonts.body;
  if (tile.prediction == nullptr) {
    return line_with_value(font, tile.title, ui.palette.text_quiet,
                           is_refused ? "not opened" : "\u2026",
                           is_refused ? ui.palette.danger : ui.palette.text_faint);
  }
  const float probability = tile.prediction->probabilities[class_index];
  line_with_value(font, tile.title, ui.palette.text,
                  format_percent(static_cast<double>(probability)), ui.palette.text);
  bar(ui, ImGui::GetCursorScreenPos(), ImGui::GetContentRegionAvail().x, 5, probability,
      is_together ? ui.palette.accent : ui.palette.bar);
  gap(8);
  const std::string trust = trust_in_short(*tile.prediction);
  if (trust.empty()) return;
  paragraph(ui.fonts.small, trust_color(*tile.prediction, ui.palette), sentence(trust));
}

void draw_beside(State& state, const Ui& ui, const Film& film) {
  const CompareView& view = state.compare;
  if (view.offers.empty()) return;
  compare_heading(ui, "Another model beside");
  std::vector<std::string> titles;
  for (const OfferedModel& offer : view.offers) titles.push_back(offer.title);
  const auto at = std::ranges::find(view.offers, view.beside, &OfferedModel::name);
  const int chosen = view.beside.empty() ? -1 : static_cast<int>(at - view.offers.begin());
  if (const auto pressed = chips(ui, "offers", titles, chosen)) {
    const bool is_again = *pressed == chosen;
    (void)open_beside(state, is_again ? "" : view.offers[static_cast<std::size_t>(*pressed)].name);
  }
  const auto& beside = film.compared.beside;
  if (view.beside.empty() || !beside || beside->model != view.beside) return;
  gap(6);
  if (!beside->failure.empty()) {
    return paragraph(ui.fonts.small, ui.palette.danger, sentence(beside->failure));
  }
  if (!beside->prediction) {
    return paragraph(ui.fonts.small, ui.palette.text_quiet,
                     "It is opened, and predicts this film.");
  }
}

}  // namespace

void draw_compared_models(State& state, const Ui& ui, const Film& film) {
  const auto class_index = static_cast<std::size_t>(*shown_class(film));
  const bool has_weights = state.compare.models.size() > 1;
  compare_heading(ui, has_weights ? "Models and their weights" : "Models");
  const auto& beside = film.compared.beside;
  const bool is_refused = beside && !beside->failure.empty();
  bool is_first = true;
  for (const ModelTile& tile : model_tiles(state, film)) {
    if (!std::exchange(is_first, false)) gap(10);
    draw_model(ui, tile, class_index, is_refused);
    if (!has_weights) continue;
    if (tile.kind == TileKind::member) draw_weight(state, ui, tile.member);
    if (tile.kind == TileKind::together) draw_moved_weights(state, ui, film);
  }
  draw_beside(state, ui, film);
}

}  // namespace chestlens::viewer
