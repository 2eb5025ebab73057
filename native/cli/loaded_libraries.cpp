#include "cli/loaded_libraries.hpp"

#include "io/descriptor.hpp"
#include "io/text.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>
#include <string_view>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// "\tlibc10.so.1.13 => /lib/libc10.so.1.13 (0x7f...)" or "\tlibc10.so.1.13 => not found".
std::vector<LoadedLibrary> parse(const std::string& text) {
  constexpr std::string_view arrow = " => ";
  std::vector<LoadedLibrary> libraries;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(arrow);
    const std::size_t begin = line.find_first_not_of(" \t");
    if (at == std::string::npos || begin >= at) continue;
    const std::string found = line.substr(at + arrow.size());
    const bool is_missing = found.starts_with("not found");
    libraries.push_back({line.substr(begin, at - begin),
                         is_missing ? fs::path() : fs::path(found.substr(0, found.rfind(" (")))});
  }
  return libraries;
}

std::string read_all(int descriptor) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

Result<std::vector<LoadedLibrary>> loaded_libraries(const fs::path& program) {
  int ends[2] = {};
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorCode::io, system_reason(errno), "pipe");
  std::vector<char*> environment;
  std::string trace = "LD_TRACE_LOADED_OBJECTS=1";
  for (char** entry = environ; *entry != nullptr; ++entry) environment.push_back(*entry);
  environment.push_back(trace.data());
  environment.push_back(nullptr);
  std::string name = program.string();
  char* arguments[] = {name.data(), nullptr};

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed =
      ::posix_spawn(&child, name.c_str(), &actions, nullptr, arguments, environment.data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  const std::string text = failed == 0 ? read_all(ends[0]) : "";
  ::close(ends[0]);
  if (failed != 0) return fail(ErrorCode::io, system_reason(failed), name);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return parse(text);
}

}  // namespace chestlens
