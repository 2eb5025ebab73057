#include <chestlens/share_text.hpp>
#include <chestlens/trust_words.hpp>

#include <fmt/format.h>

namespace chestlens {
namespace {

constexpr double mostly_warned = 0.95;  // of a kind's pictures

std::string why_none(const Card& card) {
  return card.format < 2 ? "A bundle of format 1 has nothing to ask: chestlens upgrade rewrites "
                           "it, then chestlens trust teaches it its films."
                         : "It was not taught which films it knows: chestlens trust does.";
}

}  // namespace

std::string trust_meaning() {
  return "Before a probability is shown a model asks whether the picture is like its training "
         "films. Of films never seen few should be warned of (about 5 %, by its limits), of every "
         "other kind nearly all: what is not warned of gets a class.";
}

std::string trust_in_words(const Card& card, std::string_view subject) {
  if (card.trust.empty()) return why_none(card);
  const MeasuredMetric* weakest = nullptr;
  std::string wrongly;
  int kinds = 0, caught = 0;
  for (const MeasuredMetric& kind : card.trust) {
    if (kind.name == unseen_films) {
      wrongly = fmt::format(", and wrongly of {} % ({} to {}) of films like its own",
                            in_percent(kind.value), in_percent(kind.low), in_percent(kind.high));
      continue;
    }
    ++kinds;
    caught += kind.value >= mostly_warned ? 1 : 0;
    if (weakest == nullptr || kind.value < weakest->value) weakest = &kind;
  }
  const std::string least =
      weakest == nullptr || caught == kinds
          ? ""
          : fmt::format(", least of \"{}\" ({} %)", weakest->name, in_percent(weakest->value));
  return fmt::format("{} nearly always warns of {} of {} other kinds of pictures{}{}.", subject,
                     caught, kinds, least, wrongly);
}

}  // namespace chestlens
