#include "io/progress.hpp"

#include <utility>

namespace chestlens {

using Clock = std::chrono::steady_clock;

Progress::Progress(const Reporter& reporter, std::string title, std::int64_t total,
                   std::string unit)
    : reporter_(reporter),
      title_(std::move(title)),
      unit_(std::move(unit)),
      total_(total),
      start_(Clock::now()) {
  tell();
}

Progress::~Progress() {
  finish(note_);
}

void Progress::advance(std::int64_t steps, std::string_view note) {
  done_ += steps;
  if (!note.empty()) note_ = note;
  tell();
}

void Progress::finish(std::string_view note) {
  if (std::exchange(finished_, true)) return;
  note_ = note;
  tell();
}

void Progress::tell() const {
  if (!reporter_.progress) return;
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  reporter_.progress({title_, unit_, done_, total_, note_, seconds, finished_});
}

}  // namespace chestlens
