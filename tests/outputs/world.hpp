#pragma once

#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>

namespace chestlens::test {

/// One small example of all that commands read, made by the program itself before the first test.
class World {
 public:
  void make() const;

  std::string films() const { return path("films"); }
  std::string film() const { return path("film.png"); }
  std::string film_of_set() const { return path("films/viral/phantom_000002.png"); }
  std::string recipe() const { return path("small.toml"); }
  std::string run() const { return path("run"); }
  std::string other_run() const { return path("other-run"); }
  std::string bundle() const { return path("small"); }
  std::string models() const { return path("models"); }  // one, two and catalog.json
  std::string weights() const { return path("run/best.safetensors"); }
  std::string path(const std::string& name) const { return folder_ / name; }

  /// Runs the program with the films' cache of this world.
  ProgramRun program(const std::string& arguments) const;
  /// The same where no file can grow, as on a full disk; standard error is the output.
  ProgramRun on_full_disk(const std::string& arguments) const;
  /// The same with /dev/full for standard output.
  ProgramRun to_full_device(const std::string& arguments) const;

 private:
  ProgramRun shell(const std::string& command) const;
  void must_run(const std::string& arguments) const;

  TemporaryFolder folder_;
};

/// The world of all tests of this program.
const World& world();

}  // namespace chestlens::test
