#pragma once

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <stdexcept>
#include <string>

namespace chestlens::test {

/// Puts what a short training by the program needs into the folder: short.toml, a recipe at 32 px
/// that begins with `comment`, and 24 generated films in films/.
inline void make_short_training(const TemporaryFolder& folder, int epochs,
                                const std::string& comment = {}) {
  must(write_file_atomic(folder / "short.toml",
                         comment +
                             "name = \"short\"\n[network]\nname = \"mobilenet_v2\"\n"
                             "[data]\nvalidation_fraction = 0.3\n[train]\nbatch = 4\n"
                             "precision = \"fp32\"\n[[stage]]\nsize_pixels = 32\nepochs = " +
                             std::to_string(epochs) + "\nmax_learning_rate = 1e-4\n"));
  const auto made =
      run_program("phantom --films 24 --size 64 --seed 5 --out " + std::string(folder / "films"));
  if (made.exit_code != 0) throw std::runtime_error(made.errors);
}

}  // namespace chestlens::test
