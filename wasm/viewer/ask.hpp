#pragma once

#include <viewer/state.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens::viewer {

// Questions of films. A page or program answers them: the event QuestionAsked goes out, and
// set_asked_answer() or set_asked_failure() comes back. QuestionsChanged goes out with the list.

/// Asks the selected film, shows it as the question wants it, and forgets what was taken back.
/// Errors, and then it is no question: not_found without a film and its answer; those of asked().
Status ask(State& state, const Question& question);

/// The same, and an error is said where questions are asked.
void ask_or_say(State& state, const Question& question);

/// Errors: not_found; invalid_argument for another number of probabilities than classes.
Status set_asked_answer(State& state, int id, int number, Answer answer);
Status set_asked_failure(State& state, int id, int number, std::string message);

/// The selected film as the question of this number wants it; nothing: as it is.
void show_question(State& state, std::optional<int> number);

/// The question shown, or where none is, the newest; and back to the film as it is.
void toggle_question(State& state);

/// Takes the selected film's newest question back; asks it again; takes back any.
void undo_question(State& state);
void redo_question(State& state);
void remove_question(State& state, int number);

/// The selected film's slider of a kind, by the size of its file.
Slider film_slider(const Film& film, ChangeKind kind);

/// The amount that is shown, or what changes nothing.
double shown_amount(const Film& film, const Slider& slider);

/// Wants the answers along a slider of the selected film, unless they are known or on their way.
void want_curve(State& state, ChangeKind kind);

/// The next value's probabilities. Errors: not_found; invalid_argument.
Status add_curve_point(State& state, int id, ChangeKind kind, std::vector<float> probabilities);

/// Why a curve goes no further. Errors: not_found.
Status set_curve_failure(State& state, int id, ChangeKind kind, std::string message);

/// "with the border covered covid19 falls from 84 % to 12 %: ..."; "" while it is computed.
std::string summary_of(const State& state, const Film& film, const Asked& asked);

/// "the border covered", "mirrored": a question where there is little room.
std::string short_words(const Question& question);

/// "covid19 84.2 % → 12.1 %", of the class that was predicted; where there is none, why.
std::string short_answer(const State& state, const Film& film, const Asked& asked);

/// All questions of a film with their answers, for people and programs. Errors: not_found.
Result<std::string> questions_json(const State& state, int id);

}  // namespace chestlens::viewer
