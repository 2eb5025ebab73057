#include <viewer/compare_weights.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace chestlens::viewer {
namespace {

void show_weights(State& state, std::vector<double> weights) {
  state.compare.weights = std::move(weights);
  for (Film& film : state.films) weigh(state, film);
  state.events.emplace_back(WeightsMoved{});
}

/// The newest of `from` is shown, and what was shown becomes the newest of `to`.
void step_weights(State& state, std::vector<std::vector<double>>& from,
                  std::vector<std::vector<double>>& to) {
  if (from.empty()) return;
  to.push_back(state.compare.weights);
  auto weights = std::move(from.back());
  from.pop_back();
  show_weights(state, std::move(weights));
}

void begin_move(CompareView& view) {
  view.earlier.push_back(view.weights);
  view.undone.clear();
}

}  // namespace

std::vector<double> with_weight(std::vector<double> weights, std::size_t member, double weight) {
  if (weights.size() < 2) return {1.0};
  weights[member] = 0.0;
  const double others = std::accumulate(weights.begin(), weights.end(), 0.0);
  const auto count = static_cast<double>(weights.size() - 1);
  for (double& other : weights) {
    other = (1.0 - weight) * (others > 0.0 ? other / others : 1.0 / count);
  }
  weights[member] = weight;
  return weights;
}

void weigh(State& state, Film& film) {
  const CompareView& view = state.compare;
  film.compared.moved.reset();
  film.compared.revision = ++state.last_revision;
  if (weights_are_validated(view) || film.compared.members.size() != view.weights.size()) return;
  std::vector<WeightedPrediction> members;
  for (std::size_t m = 0; m < view.weights.size(); ++m) {
    members.push_back({film.compared.members[m], view.weights[m]});
  }
  auto moved = combine(members, view.temperature);
  if (moved) film.compared.moved = *std::move(moved);
}

std::vector<double> validated_weights(const CompareView& view) {
  std::vector<double> weights;
  for (const ComparedModel& model : view.models) weights.push_back(model.weight);
  return weights;
}

bool weights_are_validated(const CompareView& view) {
  constexpr double rounding = 1e-9;
  return std::ranges::equal(view.weights, validated_weights(view),
                            [](double a, double b) { return std::abs(a - b) < rounding; });
}

Status move_weight(State& state, std::size_t member, double weight) {
  CompareView& view = state.compare;
  if (member >= view.weights.size() || view.weights.size() < 2 ||
      !(weight >= 0.0 && weight <= 1.0)) {
    return fail(ErrorCode::invalid_argument, "give a weight of 0 to 1 to one of several models");
  }
  auto weights = with_weight(view.weights, member, std::round(100.0 * weight) / 100.0);
  if (weights == view.weights) return {};
  if (!view.is_dragging) begin_move(view);
  view.member = member;
  show_weights(state, std::move(weights));
  return {};
}

void reset_weights(State& state) {
  CompareView& view = state.compare;
  if (weights_are_validated(view)) return;
  begin_move(view);
  show_weights(state, validated_weights(view));
}

void undo_weights(State& state) {
  step_weights(state, state.compare.earlier, state.compare.undone);
}

void redo_weights(State& state) {
  step_weights(state, state.compare.undone, state.compare.earlier);
}

}  // namespace chestlens::viewer
