#include "io/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace chestlens {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto terminal_interval = std::chrono::milliseconds(100);
constexpr auto plain_interval = std::chrono::seconds(10);
constexpr int bar_cells = 24;

std::string bar(double share) {
  const int full = static_cast<int>(std::lround(share * bar_cells));
  return "[" + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(bar_cells - full), '.') + "] ";
}

std::string duration(double seconds) {
  const auto whole = static_cast<long long>(std::llround(seconds));
  char text[32];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                  whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
  }
  return text;
}

std::string rate_text(double per_second, const std::string& unit) {
  char text[32];
  std::snprintf(text, sizeof text, per_second < 10.0 ? "%.2f " : "%.0f ", per_second);
  return text + unit + "/s";
}

std::size_t terminal_columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

Progress::Progress(std::string title, std::int64_t total, std::string unit)
    : title_(std::move(title)),
      unit_(std::move(unit)),
      total_(total),
      terminal_(::isatty(STDERR_FILENO) != 0),
      start_(Clock::now()),
      last_print_(start_) {
  if (terminal_) print(false);
}

Progress::~Progress() {
  finish(note_);
}

void Progress::advance(std::int64_t steps, std::string_view note) {
  done_ += steps;
  if (!note.empty()) note_ = note;
  if (total_ > 0 && done_ >= total_) return;  // finish() prints the last line
  const auto now = Clock::now();
  if (now - last_print_ < (terminal_ ? Clock::duration(terminal_interval) : plain_interval)) return;
  last_print_ = now;
  print(false);
}

void Progress::finish(std::string_view note) {
  if (std::exchange(finished_, true)) return;
  note_ = note;
  print(true);
}

void Progress::report(std::string_view line) {
  std::fprintf(stderr, "%s%.*s\n", terminal_ ? "\r\x1b[K" : "", static_cast<int>(line.size()),
               line.data());
  if (terminal_ && !finished_) print(false);
}

void Progress::print(bool last) {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = seconds > 0.0 ? static_cast<double>(done_) / seconds : 0.0;
  std::string line = title_ + "  ";
  if (total_ > 0) {
    const double share = static_cast<double>(done_) / static_cast<double>(total_);
    if (terminal_) line += bar(std::clamp(share, 0.0, 1.0));
    line += std::to_string(done_) + "/" + std::to_string(total_) + " " + unit_;
  } else {
    line += std::to_string(done_) + " " + unit_;
  }
  if (done_ > 0) line += "  " + rate_text(rate, unit_);
  if (last) {
    line += "  in " + duration(seconds);
  } else if (total_ > done_ && rate > 0.0) {
    line += "  " + duration(static_cast<double>(total_ - done_) / rate) + " left";
  }
  if (!note_.empty()) line += "  " + note_;

  if (!terminal_) {
    std::fprintf(stderr, "%s\n", line.c_str());
    return;
  }
  const std::size_t columns = terminal_columns();
  if (!last && line.size() >= columns) line.resize(columns - 1);
  std::fprintf(stderr, "\r\x1b[K%s%s", line.c_str(), last ? "\n" : "");
  std::fflush(stderr);
}

}  // namespace chestlens
