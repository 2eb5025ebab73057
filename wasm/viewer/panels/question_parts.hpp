#pragma once

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>

#include <optional>
#include <span>

namespace chestlens::viewer {

// Of the part Question, in its flow.

inline constexpr float question_button_height = 30.0F;

/// A small heading over a group of choices.
void question_heading(const Ui& ui, const char* text);

/// Buttons of one width, at most so many to a row, of which one may look pressed; the one that was
/// pressed.
std::optional<int> button_grid(const Ui& ui, const char* id, std::span<const char* const> labels,
                               int columns, int chosen = -1);

/// Parts of the film to cover, tools to draw with, what covers, and the map of the whole film.
void draw_covers(State& state, const Ui& ui, const Film& film);

/// A slider of each change, with the curve of the answer along it.
void draw_changes(State& state, const Ui& ui, const Film& film);

/// What became of the answer by the question that is shown, for every class.
void draw_comparison(const State& state, const Ui& ui, const Film& film, const Asked& asked);

/// All that was asked of the film, to show, take back and save.
void draw_asked_list(State& state, const Ui& ui, const Film& film);

}  // namespace chestlens::viewer
