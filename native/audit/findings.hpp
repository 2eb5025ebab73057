#pragma once

#include "audit/answers.hpp"
#include "audit/audit_films.hpp"
#include "audit/probe.hpp"
#include "audit/traits.hpp"
#include "io/reporter.hpp"

#include <chestlens/audit_verdict.hpp>
#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/share_text.hpp>

#include <string>
#include <vector>

namespace chestlens {

// The tests of an audit. Each gives findings: a figure, its 95 % interval by patient, what it is by
// chance, and a sentence. A network is convicted of a shortcut where both are shown: that the films
// offer it (a probe tells a class by a trait that is no disease) and that the network goes by it.

struct TraitResult {
  Trait trait = Trait::border;
  std::vector<ClassArea> areas;  // [C]

  bool is_offered(int class_index) const;
};

/// The areas of every trait. Errors: those of read_film and trait_of; interrupted.
Result<std::vector<TraitResult>> probe_traits(const AuditFilms& films,
                                              const AuditedNetwork& network,
                                              const Reporter& reporter = {});
std::vector<AuditFinding> trait_findings(const AuditFilms& films,
                                         const std::vector<TraitResult>& results);

/// The network's answers to films of which parts are covered, and those of its last layer learnt
/// again on such films (a probe of its features). The border alone convicts.
Result<std::vector<AuditFinding>> cover_findings(const AuditFilms& films,
                                                 const AuditedNetwork& network,
                                                 const Answers& whole,
                                                 const std::vector<TraitResult>& traits,
                                                 const Reporter& reporter = {});

/// Answers that change where text is covered, and where as much elsewhere is. What the probability
/// of the film's own class loses by the text, more than by the other, convicts.
Result<std::vector<AuditFinding>> text_findings(const AuditFilms& films,
                                                const AuditedNetwork& network, const Answers& whole,
                                                const std::vector<TraitResult>& traits,
                                                const Reporter& reporter = {});

/// Answers that change with brightness, position, resolution, blur, noise and JPEG; and which class
/// films of others then move to, which convicts where the films offer sharpness or brightness.
Result<std::vector<AuditFinding>> stability_findings(const AuditFilms& films,
                                                     const AuditedNetwork& network,
                                                     const Answers& whole,
                                                     const std::vector<TraitResult>& traits,
                                                     const Reporter& reporter = {});

/// Within a class, how well the features tell its sources apart; recall by source; the areas within
/// one source, where no source can help; and those of the last layer learnt again without a source.
std::vector<AuditFinding> source_findings(const AuditFilms& films, const AuditedNetwork& network,
                                          const Answers& whole);

/// Of the evidence for the answer (HiResCAM above zero) the share outside the lungs: those that
/// generated films come with (masks/lungs/ beside the films), or estimated ones. Nothing of a
/// bundle of format 1.
Result<std::vector<AuditFinding>> evidence_findings(const AuditFilms& films,
                                                    const AuditedNetwork& network,
                                                    const Reporter& reporter = {});

/// A finding of one class's area, without verdict.
AuditFinding area_finding(const AuditFilms& films, std::string test, std::string about,
                          const ClassArea& area, std::string sentence);

}  // namespace chestlens
