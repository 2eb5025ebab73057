#include "io/lock.hpp"
#include "io/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

// Linux says in /proc which process has a file open, and which of its descriptors holds a lock.

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_command = 120;  // characters

/// Files of /proc have no size.
std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool holds(const fs::path& process, const struct stat& locked) {
  std::error_code error;
  for (auto at = fs::directory_iterator(process / "fd", error);
       !error && at != fs::directory_iterator(); at.increment(error)) {
    struct stat status{};
    if (::stat(at->path().c_str(), &status) != 0) continue;
    if (status.st_dev != locked.st_dev || status.st_ino != locked.st_ino) continue;
    const std::string info = text_of(process / "fdinfo" / at->path().filename());
    if (info.find("FLOCK") != std::string::npos) return true;
  }
  return false;
}

/// "chestlens train --run r", its arguments parted by blanks.
std::string command_of(const fs::path& process) {
  std::string command = text_of(process / "cmdline");
  std::ranges::replace(command, '\0', ' ');
  std::ranges::replace_if(command, [](unsigned char c) { return c < 0x20; }, ' ');
  command = trimmed(command);
  if (command.size() > longest_command) command.replace(longest_command, std::string::npos, "...");
  return command;
}

/// When the process began, "14:02", or with the date where that is another day; "" where unknown.
std::string beginning_of(const fs::path& process) {
  const std::string stat = text_of(process / "stat");  // "PID (NAME) STATE ...", NAME is anything
  const std::size_t after_name = stat.rfind(')');
  if (after_name == std::string::npos) return "";
  std::istringstream fields(stat.substr(after_name + 1));
  constexpr int fields_before_start = 19;
  std::string skipped;
  for (int i = 0; i < fields_before_start; ++i) fields >> skipped;
  long long ticks = 0, boot = 0;
  fields >> ticks;
  const std::string system = text_of("/proc/stat");
  const std::size_t boot_at = system.find("btime ");
  if (!fields || boot_at == std::string::npos) return "";
  std::istringstream(system.substr(boot_at + 6)) >> boot;
  const std::time_t began = static_cast<std::time_t>(boot + ticks / ::sysconf(_SC_CLK_TCK));
  const std::tm then = fmt::localtime(began);
  const std::tm now = fmt::localtime(std::time(nullptr));
  const bool is_today = then.tm_year == now.tm_year && then.tm_yday == now.tm_yday;
  return is_today ? fmt::format("{:%H:%M}", then) : fmt::format("{:%Y-%m-%d %H:%M}", then);
}

/// The process that holds a lock on the file, as /proc names it; empty where it is none that this
/// one may look into.
fs::path holding_process(const struct stat& locked) {
  std::error_code error;
  for (auto at = fs::directory_iterator("/proc", error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool is_process = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
    if (is_process && holds(at->path(), locked)) return at->path();
  }
  return {};
}

}  // namespace

std::optional<std::string> lock_holder(const fs::path& path) {
  const Descriptor probe = open_to_lock(path);
  if (probe.get() < 0 || try_lock(probe.get()) != LockAttempt::held_by_another) return std::nullopt;
  struct stat locked{};
  if (::fstat(probe.get(), &locked) != 0) return std::nullopt;
  const fs::path process = holding_process(locked);
  if (process.empty()) return "another process (of another user or machine)";
  std::string text = "another process (pid " + process.filename().string();
  const std::string since = beginning_of(process);
  const std::string command = command_of(process);
  if (!since.empty()) text += ", since " + since;
  if (!command.empty()) text += ", `" + command + "`";
  return text + ")";
}

}  // namespace chestlens
