#include "data/split.hpp"

#include "data/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// Films by what is dealt out evenly: the classes; in a multi-label manifest also, last, the films
/// that have none of them.
using Counts = std::vector<std::int64_t>;

std::size_t strata(const Manifest& manifest) {
  return manifest.classes.size() + (manifest.multi_label ? 1 : 0);
}

/// Adds one to each stratum of the film.
void count_film(const Manifest& manifest, const ManifestRow& film, Counts& counts) {
  if (!manifest.multi_label) {
    ++counts[static_cast<std::size_t>(film.class_index)];
    return;
  }
  bool any = false;
  for (std::size_t c = 0; c < film.labels.size(); ++c) {
    const bool present = film.labels[c] == 1.0F;
    counts[c] += present ? 1 : 0;
    any = any || present;
  }
  counts.back() += any ? 0 : 1;
}

struct Patient {
  std::vector<std::size_t> films;
  Counts counts;
  bool in_validation = false;
};

/// The films that are not test rows, by patient, in the order of patient names.
std::vector<Patient> group_by_patient(const Manifest& manifest) {
  std::map<std::string, Patient> patients;
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    const ManifestRow& film = manifest.films[i];
    if (film.split == DeclaredSplit::test) continue;
    Patient& patient = patients[film.patient_id];
    patient.counts.resize(strata(manifest));
    patient.films.push_back(i);
    count_film(manifest, film, patient.counts);
  }
  std::vector<Patient> list;
  list.reserve(patients.size());
  for (auto& [name, patient] : patients) list.push_back(std::move(patient));
  return list;
}

/// The patients being dealt out, and what each side holds so far.
struct Deal {
  std::vector<Patient> patients;
  Counts films;             // of each class, both sides
  Counts validation_films;  // of each class
  Counts train_patients;    // having films of the class
};

Deal new_deal(std::vector<Patient> patients, std::size_t strata) {
  Deal deal{std::move(patients), Counts(strata), Counts(strata), Counts(strata)};
  for (const Patient& patient : deal.patients) {
    for (std::size_t c = 0; c < strata; ++c) {
      deal.films[c] += patient.counts[c];
      deal.train_patients[c] += patient.counts[c] > 0 ? 1 : 0;
    }
  }
  return deal;
}

/// False for the last patient whom training has of some class.
bool may_leave_training(const Deal& deal, const Patient& patient) {
  for (std::size_t c = 0; c < deal.films.size(); ++c) {
    if (patient.counts[c] > 0 && deal.train_patients[c] < 2) return false;
  }
  return !patient.in_validation;
}

void move_to_validation(Deal& deal, Patient& patient) {
  patient.in_validation = true;
  for (std::size_t c = 0; c < deal.films.size(); ++c) {
    deal.validation_films[c] += patient.counts[c];
    deal.train_patients[c] -= patient.counts[c] > 0 ? 1 : 0;
  }
}

std::size_t rarest_class(const Patient& patient, const std::vector<std::size_t>& rarest_first) {
  return *std::ranges::find_if(rarest_first, [&](std::size_t c) { return patient.counts[c] > 0; });
}

/// Moves patients while that brings the class nearer to its target.
void deal_class(Deal& deal, std::size_t c, std::int64_t target,
                const std::vector<std::size_t>& rarest_first) {
  for (Patient& patient : deal.patients) {
    const std::int64_t have = deal.validation_films[c];
    if (patient.counts[c] == 0 || rarest_class(patient, rarest_first) != c) continue;
    const bool nearer = std::abs(have + patient.counts[c] - target) < std::abs(have - target);
    if (nearer && may_leave_training(deal, patient)) move_to_validation(deal, patient);
  }
  if (deal.validation_films[c] > 0) return;
  Patient* smallest = nullptr;  // every patient has more films than the target asks for
  for (Patient& patient : deal.patients) {
    if (patient.counts[c] == 0 || !may_leave_training(deal, patient)) continue;
    if (smallest == nullptr || patient.counts[c] < smallest->counts[c]) smallest = &patient;
  }
  if (smallest != nullptr) move_to_validation(deal, *smallest);
}

}  // namespace

Result<Split> make_split(const Manifest& manifest, double validation_fraction, std::uint64_t seed) {
  if (!(validation_fraction > 0.0 && validation_fraction < 1.0)) {
    return fail(ErrorCode::invalid_argument, "must lie between 0 and 1", "validation_fraction");
  }
  const std::vector<Patient> by_name = group_by_patient(manifest);
  std::vector<Patient> patients;
  patients.reserve(by_name.size());
  for (const std::size_t i : shuffled_indices(by_name.size(), seed)) patients.push_back(by_name[i]);
  Deal deal = new_deal(std::move(patients), strata(manifest));

  std::vector<std::size_t> rarest_first(strata(manifest));
  std::iota(rarest_first.begin(), rarest_first.end(), std::size_t{0});
  std::ranges::stable_sort(rarest_first, {}, [&deal](std::size_t c) { return deal.films[c]; });
  for (const std::size_t c : rarest_first) {
    if (c == manifest.classes.size() && deal.films[c] == 0) continue;  // every film has a label
    const double share = validation_fraction * static_cast<double>(deal.films[c]);
    deal_class(deal, c, std::max<std::int64_t>(1, std::llround(share)), rarest_first);
  }
  for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
    if (deal.validation_films[c] > 0 && deal.train_patients[c] > 0) continue;
    if (deal.films[c] == 0) {
      return fail(ErrorCode::invalid_argument,
                  "class " + manifest.classes[c] +
                      " has no film for training and validation; spell it as manifest.csv does, or "
                      "leave it out of the recipe's classes",
                  manifest.folder.string());
    }
    return fail(
        ErrorCode::invalid_argument,
        fmt::format(
            "class {} has {} films for training and validation, of too few patients to have some "
            "on both sides; add patients or leave the class out of the recipe's classes",
            manifest.classes[c], deal.films[c]),
        manifest.folder.string());
  }

  Split split;
  for (const Patient& patient : deal.patients) {
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

}  // namespace chestlens
