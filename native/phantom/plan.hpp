#pragma once

#include "phantom/phantom.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens::phantom {

/// One row of the manifest before it is drawn.
struct PlannedFilm {
  PhantomClass film_class = PhantomClass::normal;
  PhantomNumber number;
  bool test = false;
  std::uint64_t seed = 0;  // of its set: patients of two sets are different people

  std::string file() const;        // "covid19/phantom_000012.png", relative to the folder
  std::string patient_id() const;  // "phantom:77-000007" of seed 77
};

/// Films of each class as near to class_mix as whole films allow (largest remainder).
std::array<int, 4> films_of_each_class(const PhantomOptions& options);

/// Patients of 1 to 3 films, the classes taking turns; a patient goes to the test split where that
/// brings the class nearer to test_fraction. `options` are checked by the caller.
std::vector<PlannedFilm> plan_films(const PhantomOptions& options);

}  // namespace chestlens::phantom
