#include "world.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace chestlens::test {

namespace fs = std::filesystem;

void World::make() const {
  must(write_file_atomic(recipe(),
                         "name = \"small\"\n[network]\nname = \"mobilenet_v2\"\n"
                         "[data]\nvalidation_fraction = 0.3\n"
                         "[train]\nbatch = 8\nprecision = \"fp32\"\n"
                         "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n"));
  must_run("phantom --films 60 --size 64 --seed 5 --test-fraction 0.4 --out " + films());
  fs::copy_file(fs::directory_iterator(fs::path(films()) / "viral")->path(), film());
  const std::string train = "train --threads 1 --recipe " + recipe() + " --data " + films();
  must_run(train + " --run " + run());
  must_run(train + " --seed 7 --run " + other_run());
  for (const std::string& name : {run(), other_run()}) {
    must_run("evaluate --threads 1 --run " + name);
  }
  must_run("export --threads 1 --run " + run() + " --out " + bundle());
  fs::create_directory(models());
  for (const char* name : {"one", "two"}) {
    fs::copy(bundle(), fs::path(models()) / name, fs::copy_options::recursive);
  }
  must_run("catalog --models " + models() + " one two");
}

ProgramRun World::program(const std::string& arguments) const {
  return run_program(arguments, path("cache"));
}

ProgramRun World::on_full_disk(const std::string& arguments) const {
  return shell("trap '' XFSZ; ulimit -f 0; exec " CHESTLENS_PROGRAM " " + arguments +
               " 2>&1 >/dev/null");
}

ProgramRun World::to_full_device(const std::string& arguments) const {
  return shell("exec " CHESTLENS_PROGRAM " " + arguments + " 2>&1 >/dev/full");
}

ProgramRun World::shell(const std::string& command) const {
  std::FILE* pipe = ::popen(
      ("XDG_CACHE_HOME=" + path("cache") + "; export XDG_CACHE_HOME; " + command).c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("no pipe");
  ProgramRun run;
  std::array<char, 4096> piece{};
  for (std::size_t got = 1; got > 0;) {
    got = std::fread(piece.data(), 1, piece.size(), pipe);
    run.errors.append(piece.data(), got);
  }
  const int status = ::pclose(pipe);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

void World::must_run(const std::string& arguments) const {
  const auto run = program(arguments);
  if (run.exit_code != 0) throw std::runtime_error(arguments + "\n" + run.errors);
}

const World& world() {
  static const World only;
  return only;
}

namespace {

class MakeWorld : public testing::Environment {
  void SetUp() override { world().make(); }
};
const testing::Environment* const make_world =
    testing::AddGlobalTestEnvironment(new MakeWorld);  // googletest deletes it

}  // namespace

}  // namespace chestlens::test
