#pragma once

#include <chestlens/card.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// What tells a class, by a trait of the films alone. Its area must lie above what chance gives,
/// and its whole interval above this one, to count as offered.
inline constexpr double offered_area = 0.6;

/// What convicts of a trait that is offered: more than this of probability that films of other
/// classes gain by a change of it; and for text, what films of the class lose where it is covered.
inline constexpr double least_gain = 0.10;
inline constexpr double least_loss = 0.05;

enum class Verdict : std::uint8_t {
  convicted,  // offered, and the answers follow it
  offered,    // by the films; that the network goes by it was not shown
  remark,     // convicts of nothing, and should be known
  nothing     // was convicted
};

/// "convicted", "offered", "remark", "nothing".
std::string_view to_string(Verdict verdict);

/// A part of what an audit comes to, in plain words.
struct VerdictLine {
  Verdict verdict = Verdict::nothing;
  std::string title;  // "Convicted: the border, of covid19 and viral"
  std::string text;
};

/// What is convicted, or what an acquittal is worth; what is told without the lungs, how steady the
/// answers are and where their evidence lies; what is offered alone. Of the findings of a card that
/// has any.
std::vector<VerdictLine> verdict_of(const Card& card);

/// "convicted"; "offered", where films tell a class by what is no disease, beyond chance; else
/// "not convicted".
std::string verdict_word(const AuditFinding& finding);

}  // namespace chestlens
