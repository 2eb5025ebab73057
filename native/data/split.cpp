#include "data/split.hpp"

#include "data/blocks.hpp"
#include "data/folds.hpp"
#include "data/patients.hpp"
#include "io/nearest.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// The patients being dealt out, and what each side holds so far.
struct Deal {
  std::vector<PatientGroup> patients;
  FilmCounts films;             // of each class, both sides
  FilmCounts validation_films;  // of each class
  FilmCounts train_patients;    // having films of the class
};

Deal new_deal(std::vector<PatientGroup> patients, std::size_t strata) {
  Deal deal{std::move(patients), FilmCounts(strata), FilmCounts(strata), FilmCounts(strata)};
  for (const PatientGroup& patient : deal.patients) {
    for (std::size_t c = 0; c < strata; ++c) {
      deal.films[c] += patient.counts[c];
      deal.train_patients[c] += patient.counts[c] > 0 ? 1 : 0;
    }
  }
  return deal;
}

/// False for the last patient whom training has of some class.
bool may_leave_training(const Deal& deal, const PatientGroup& patient) {
  for (std::size_t c = 0; c < deal.films.size(); ++c) {
    if (patient.counts[c] > 0 && deal.train_patients[c] < 2) return false;
  }
  return !patient.in_validation;
}

void move_to_validation(Deal& deal, PatientGroup& patient) {
  patient.in_validation = true;
  for (std::size_t c = 0; c < deal.films.size(); ++c) {
    deal.validation_films[c] += patient.counts[c];
    deal.train_patients[c] -= patient.counts[c] > 0 ? 1 : 0;
  }
}

/// Moves patients while that brings the class nearer to its target.
void deal_class(Deal& deal, std::size_t c, std::int64_t target,
                const std::vector<std::size_t>& rarest) {
  for (PatientGroup& patient : deal.patients) {
    const std::int64_t have = deal.validation_films[c];
    if (patient.counts[c] == 0 || rarest_stratum(patient, rarest) != c) continue;
    const bool nearer = std::abs(have + patient.counts[c] - target) < std::abs(have - target);
    if (nearer && may_leave_training(deal, patient)) move_to_validation(deal, patient);
  }
  if (deal.validation_films[c] > 0) return;
  PatientGroup* smallest = nullptr;  // every patient has more films than the target asks for
  for (PatientGroup& patient : deal.patients) {
    if (patient.counts[c] == 0 || !may_leave_training(deal, patient)) continue;
    if (smallest == nullptr || patient.counts[c] < smallest->counts[c]) smallest = &patient;
  }
  if (smallest != nullptr) move_to_validation(deal, *smallest);
}

Deal deal_by_fraction(std::vector<PatientGroup> patients, const Manifest& manifest,
                      double validation_fraction) {
  Deal deal = new_deal(std::move(patients), strata(manifest));
  const std::vector<std::size_t> rarest = rarest_first(deal.patients, strata(manifest));
  for (const std::size_t c : rarest) {
    if (c == manifest.classes.size() && deal.films[c] == 0) continue;  // every film has a label
    const double share = validation_fraction * static_cast<double>(deal.films[c]);
    deal_class(deal, c, std::max<std::int64_t>(1, std::llround(share)), rarest);
  }
  return deal;
}

/// Patients for whom `validates` holds become the validation part.
template <typename Validates>
Deal deal_where(std::vector<PatientGroup> patients, const Manifest& manifest,
                const Validates& validates) {
  Deal deal = new_deal(std::move(patients), strata(manifest));
  for (std::size_t p = 0; p < deal.patients.size(); ++p) {
    if (validates(p, deal.patients[p])) move_to_validation(deal, deal.patients[p]);
  }
  return deal;
}

/// Every class must have films on both sides.
Status check_classes(const Deal& deal, const Manifest& manifest, const std::string& way_out) {
  for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
    if (deal.validation_films[c] > 0 && deal.train_patients[c] > 0) continue;
    const std::string& name = manifest.classes[c];
    if (deal.films[c] > 0) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("class {} has {} for training and validation, {}", name,
                              counted(static_cast<std::uint64_t>(deal.films[c]), "film"), way_out),
                  manifest.folder.string());
    }
    std::vector<std::string> others;
    for (const auto& [other, films] : manifest.other_classes) others.push_back(other);
    const std::string hint = did_you_mean(name, others);
    return fail(ErrorCode::invalid_argument,
                "class " + name + " has no film for training and validation" +
                    (hint.empty() ? "; spell it as manifest.csv does, or leave it out of the "
                                    "recipe's classes"
                                  : hint),
                manifest.folder.string());
  }
  return {};
}

Split split_of(const Deal& deal, const Manifest& manifest) {
  Split split;
  for (const PatientGroup& patient : deal.patients) {
    auto& part = patient.in_validation ? split.validation : split.train;
    part.insert(part.end(), patient.films.begin(), patient.films.end());
  }
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    if (manifest.films[i].split == DeclaredSplit::test) split.test.push_back(i);
  }
  std::ranges::sort(split.train);
  std::ranges::sort(split.validation);
  return split;
}

/// As the manifest declares it.
Result<Split> declared_split(const Manifest& manifest, const SplitOptions& options) {
  if (options.folds > 0) {
    return fail(ErrorCode::invalid_argument,
                "declares which films validate, so that none are left to draw folds of; take "
                "data.folds out of the recipe, or validation out of the column split",
                (manifest.folder / "manifest.csv").string());
  }
  const Deal deal = deal_where(shuffled_patients(manifest, options.seed), manifest,
                               [&manifest](std::size_t, const PatientGroup& patient) {
                                 const ManifestRow& film = manifest.films[patient.films.front()];
                                 return film.split == DeclaredSplit::validation;
                               });
  CHESTLENS_CHECK(check_classes(deal, manifest,
                                "but not on both sides of the split that manifest.csv declares; "
                                "declare some validation, or leave the class out of the recipe's "
                                "classes"));
  return split_of(deal, manifest);
}

Result<Split> fold_split(const Manifest& manifest, const SplitOptions& options) {
  if (options.folds < 2 || options.fold < 1 || options.fold > options.folds) {
    return fail(ErrorCode::invalid_argument, "must lie between 1 and data.folds, 2 or more",
                "data.fold");
  }
  auto patients = shuffled_patients(manifest, options.seed);
  const auto fold_of =
      deal_folds(patients, strata(manifest), static_cast<std::size_t>(options.folds));
  const auto wanted = static_cast<std::size_t>(options.fold - 1);
  const Deal deal =
      deal_where(std::move(patients), manifest,
                 [&](std::size_t p, const PatientGroup&) { return fold_of[p] == wanted; });
  CHESTLENS_CHECK(check_classes(
      deal, manifest,
      fmt::format("of too few patients to have some on both sides of fold {} of {}; take fewer "
                  "folds, add patients or leave the class out of the recipe's classes",
                  options.fold, options.folds)));
  return split_of(deal, manifest);
}

Result<Split> block_split(const Manifest& manifest, const SplitOptions& options) {
  auto patients = shuffled_patients(manifest, options.seed);
  const auto validates = deal_blocks(patients, manifest, options.validation_fraction, options.seed);
  const Deal deal = deal_where(std::move(patients), manifest,
                               [&](std::size_t p, const PatientGroup&) { return validates[p]; });
  CHESTLENS_CHECK(check_classes(deal, manifest,
                                "in series too short to have some on both sides; take "
                                "data.validation_blocks = false, add patients or leave the class "
                                "out of the recipe's classes"));
  return split_of(deal, manifest);
}

}  // namespace

Result<Split> make_split(const Manifest& manifest, const SplitOptions& options) {
  if (declares_validation(manifest)) return declared_split(manifest, options);
  if (options.folds > 0) return fold_split(manifest, options);
  if (!(options.validation_fraction > 0.0 && options.validation_fraction < 1.0)) {
    return fail(ErrorCode::invalid_argument, "must lie between 0 and 1", "validation_fraction");
  }
  if (options.blocks) return block_split(manifest, options);
  const Deal deal = deal_by_fraction(shuffled_patients(manifest, options.seed), manifest,
                                     options.validation_fraction);
  CHESTLENS_CHECK(check_classes(deal, manifest,
                                "of too few patients to have some on both sides; add patients or "
                                "leave the class out of the recipe's classes"));
  return split_of(deal, manifest);
}

Result<Split> make_split(const Manifest& manifest, double validation_fraction, std::uint64_t seed) {
  return make_split(manifest, {.validation_fraction = validation_fraction, .seed = seed});
}

}  // namespace chestlens
