#include "data/patients.hpp"

#include "data/random.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// Adds one to each stratum of the film.
void count_film(const Manifest& manifest, const ManifestRow& film, FilmCounts& counts) {
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

/// In the order of patient names.
std::vector<PatientGroup> group_by_patient(const Manifest& manifest) {
  std::map<std::string, PatientGroup> patients;
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    const ManifestRow& film = manifest.films[i];
    if (film.split == DeclaredSplit::test) continue;
    PatientGroup& patient = patients[film.patient_id];
    patient.counts.resize(strata(manifest));
    patient.films.push_back(i);
    count_film(manifest, film, patient.counts);
  }
  std::vector<PatientGroup> list;
  list.reserve(patients.size());
  for (auto& [name, patient] : patients) list.push_back(std::move(patient));
  return list;
}

}  // namespace

std::size_t strata(const Manifest& manifest) {
  return manifest.classes.size() + (manifest.multi_label ? 1 : 0);
}

std::vector<PatientGroup> shuffled_patients(const Manifest& manifest, std::uint64_t seed) {
  const std::vector<PatientGroup> by_name = group_by_patient(manifest);
  std::vector<PatientGroup> patients;
  patients.reserve(by_name.size());
  for (const std::size_t i : shuffled_indices(by_name.size(), seed)) patients.push_back(by_name[i]);
  return patients;
}

std::vector<std::size_t> rarest_first(const std::vector<PatientGroup>& patients,
                                      std::size_t strata) {
  FilmCounts films(strata);
  for (const PatientGroup& patient : patients) {
    for (std::size_t c = 0; c < strata; ++c) films[c] += patient.counts[c];
  }
  std::vector<std::size_t> order(strata);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&films](std::size_t c) { return films[c]; });
  return order;
}

std::size_t rarest_stratum(const PatientGroup& patient, const std::vector<std::size_t>& rarest) {
  return *std::ranges::find_if(rarest, [&](std::size_t c) { return patient.counts[c] > 0; });
}

}  // namespace chestlens
