#pragma once

#include "io/atomic_file.hpp"
#include "support/temporary_folder.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace chestlens::test {

struct ProgramRun {
  int exit_code = -1;
  std::string output;  // standard output
  std::string errors;  // standard error
};

/// Runs a program with arguments as a shell would split them. What it caches goes into
/// `cache_home`, or away with the run.
inline ProgramRun run(const std::string& program, const std::string& arguments,
                      const std::string& cache_home = {}) {
  const TemporaryFolder folder;
  const std::string output = folder / "output";
  const std::string errors = folder / "errors";
  const std::string cache = cache_home.empty() ? std::string(folder / "cache") : cache_home;
  const std::string command = "XDG_CACHE_HOME=" + cache + " " + program + " " + arguments + " > " +
                              output + " 2> " + errors;
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(output).value_or(""),
          read_text(errors).value_or("")};
}

/// Likewise the command line program.
inline ProgramRun run_program(const std::string& arguments, const std::string& cache_home = {}) {
  return run(CHESTLENS_PROGRAM, arguments, cache_home);
}

}  // namespace chestlens::test
