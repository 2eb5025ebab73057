#pragma once

#include <chestlens/palette.hpp>

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>

#include <cstddef>

namespace chestlens::viewer {

// Of the part Compare, in its flow.

/// The frames of the selected film and of its prior: colors that stand out on dark and on
/// light.
inline constexpr std::size_t film_frame = 0, prior_frame = 1;

constexpr ImU32 frame_color(std::size_t of_palette) {
  const auto [red, green, blue] = rgb_of(palette[of_palette]);
  return IM_COL32(red, green, blue, 255);
}

/// A small heading over a group of choices.
void compare_heading(const Ui& ui, const char* text);

/// Each model's probability of the class on show, trust and weight, and that of all together.
void draw_compared_models(State& state, const Ui& ui, const Film& film);

/// A member's slider, with the validated weight and its interval marked on it.
void draw_weight(State& state, const Ui& ui, std::size_t member);

/// Whether the weights are the validated ones, the ways back, and what they do to each class.
void draw_moved_weights(State& state, const Ui& ui, const Film& film);

/// The film that the selected one is set beside, to choose, and the probabilities of both.
void draw_compared_films(State& state, const Ui& ui, const Film& film);

}  // namespace chestlens::viewer
