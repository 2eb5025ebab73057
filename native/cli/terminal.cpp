#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

namespace chestlens {
namespace {

constexpr double terminal_interval_seconds = 0.1;
constexpr double plain_interval_seconds = 10.0;
constexpr int bar_cells = 24;

std::string bar(double share) {
  const int full = static_cast<int>(std::lround(share * bar_cells));
  return "[" + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(bar_cells - full), '.') + "] ";
}

std::string duration(double seconds) {
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string rate_text(double per_second, std::string_view unit) {
  return fmt::format("{:.{}f} {}/s", per_second, per_second < 10.0 ? 2 : 0, unit);
}

std::size_t terminal_columns() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

std::string progress_text(const ProgressState& state, bool with_bar) {
  const double rate = state.seconds > 0.0 ? static_cast<double>(state.done) / state.seconds : 0.0;
  std::string text = std::string(state.title) + "  ";
  if (state.total > 0) {
    const double share = static_cast<double>(state.done) / static_cast<double>(state.total);
    if (with_bar) text += bar(std::clamp(share, 0.0, 1.0));
    text += std::to_string(state.done) + "/" + std::to_string(state.total) + " ";
  } else {
    text += std::to_string(state.done) + " ";
  }
  text += state.unit;
  if (state.done > 0) text += "  " + rate_text(rate, state.unit);
  if (state.is_finished) {
    text += "  in " + duration(state.seconds);
  } else if (state.total > state.done && rate > 0.0) {
    text += "  " + duration(static_cast<double>(state.total - state.done) / rate) + " left";
  }
  if (!state.note.empty()) text.append("  ").append(state.note);
  return text;
}

/// Standard error with a last line that may be written over.
class Terminal {
 public:
  void progress(const ProgressState& state) {
    if (!is_terminal_) return plain(state);
    const bool is_due = state.seconds - last_seconds_ >= terminal_interval_seconds;
    if (state.done > 0 && !state.is_finished && !is_due) return;
    last_seconds_ = state.seconds;
    live_ = progress_text(state, /*with_bar=*/true);
    const std::size_t columns = terminal_columns();
    if (!state.is_finished && live_.size() >= columns) live_.resize(columns - 1);
    std::fprintf(stderr, "\r\x1b[K%s%s", live_.c_str(), state.is_finished ? "\n" : "");
    std::fflush(stderr);
    if (state.is_finished) start_over();
  }

  void notice(std::string_view text) {
    const char* clear = is_terminal_ && !live_.empty() ? "\r\x1b[K" : "";
    std::fprintf(stderr, "%s%.*s\n%s", clear, static_cast<int>(text.size()), text.data(),
                 live_.c_str());
    std::fflush(stderr);
  }

 private:
  void plain(const ProgressState& state) {
    if (!state.is_finished) {
      if (state.seconds - last_seconds_ < plain_interval_seconds) return;
      if (state.total > 0 && state.done >= state.total) return;  // its last line follows
    }
    last_seconds_ = state.seconds;
    std::fprintf(stderr, "%s\n", progress_text(state, /*with_bar=*/false).c_str());
    if (state.is_finished) start_over();
  }

  void start_over() {
    live_.clear();
    last_seconds_ = 0.0;
  }

  bool is_terminal_ = ::isatty(STDERR_FILENO) != 0;
  double last_seconds_ = 0.0;
  std::string live_;
};

}  // namespace

Reporter terminal_reporter() {
  const auto terminal = std::make_shared<Terminal>();
  return {.line =
              [](std::string_view text) {
                std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
                std::fflush(stdout);
              },
          .notice = [terminal](std::string_view text) { terminal->notice(text); },
          .progress = [terminal](const ProgressState& state) { terminal->progress(state); }};
}

}  // namespace chestlens
