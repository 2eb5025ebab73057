#pragma once

#include "audit/audit_films.hpp"
#include "audit/changes.hpp"
#include "bundle/runtime.hpp"
#include "embed/rows.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <functional>
#include <string>
#include <vector>

namespace chestlens {

/// A network that is audited.
struct AuditedNetwork {
  const OnnxSession& session;  // of one thread; all threads ask it
  const Card& card;
  int threads = 1;
  std::function<bool()> stopped = {};
};

/// What a network answers to the films of an audit.
struct Answers {
  int classes = 0;
  std::vector<float> probabilities;  // [N,C], by the card's temperature
  Rows features;                     // [N,K]

  int predicted(std::size_t film) const;
  double probability(std::size_t film, int class_index) const;
};

/// Whether each film's answer is another after a change, [N].
std::vector<bool> changed_answers(const Answers& before, const Answers& after);

/// The answers to every film, changed by `change` where there is one. Errors: those of read_film,
/// the change, preprocess and the session, with the film's path; interrupted.
Result<Answers> answers_to(const AuditFilms& films, const AuditedNetwork& network,
                           const std::string& title, const FilmChange& change = {},
                           const Reporter& reporter = {});

}  // namespace chestlens
