#pragma once

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>
#include <viewer/view.hpp>

namespace chestlens::viewer {

/// Each panel draws itself into an area and changes the state by what the user does in it.
void draw_empty_panel(State& state, const Ui& ui, const Area& area);
void draw_films_panel(State& state, Ui& ui, const Area& area);
void draw_toolbar(State& state, const Ui& ui, const Area& area);
void draw_film_panel(State& state, Ui& ui, const Area& area);
void draw_results_panel(State& state, const Ui& ui, const Area& area);

/// In the flow of the results panel: whether the film is like those of training, what else its
/// reader should know, and then the probabilities.
void draw_answer(State& state, const Ui& ui, const Film& film);

/// In the flow of the results panel: the maps of an answer that is shown, and how they are drawn.
void draw_explain(State& state, const Ui& ui, const Film& film);

/// The film's place among those that are known, where the film else is.
void draw_map_panel(State& state, Ui& ui, const Area& area);

/// In the flow of the results panel: whose map it is, what the selected film's nearest films are,
/// what the colors stand for and what the lasso holds.
void draw_map_results(State& state, const Ui& ui);

/// What a person asks of the film, and what became of its answer.
void draw_question(State& state, const Ui& ui, const Film& film);

/// A drag on the film, the last item, that covers a part of it; false where it does not. The film
/// fits `place`.
bool handle_cover_tool(State& state, const Film& film, const Area& place);
void draw_cover_tool(const State& state, const Ui& ui, const Film& film, const Area& place);

/// A drag on the film, the last item, that measures it; false where it does not. The film fits
/// `place`.
bool handle_measure_tool(State& state, Film& film, const Area& place);
void draw_measures(const State& state, const Ui& ui, const Film& film, const Area& place);

/// In the flow of the results panel: the tools that measure.
void draw_measure_part(State& state, const Ui& ui, Film& film);

/// Over the film: how it is shown while it is questioned.
void draw_question_label(const State& state, const Ui& ui, const Film& film, const Area& area);

/// In the flow of the results panel: the models with their weights, or two films, side by side.
void draw_compare(State& state, const Ui& ui, const Film& film);

void draw_status_bar(const State& state, const Ui& ui, const Area& area);
void draw_help_panel(State& state, const Ui& ui, const Area& whole);

}  // namespace chestlens::viewer
