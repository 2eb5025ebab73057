#include "cli/interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string_view>

namespace chestlens {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupt_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) {
  interrupt_flag = true;
  constexpr std::string_view text =
      "\nstopping after this batch; press Ctrl-C again to stop at once\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

bool is_ignored(int signal) {
  struct sigaction action{};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void catch_interrupts() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  if (!is_ignored(SIGHUP)) sigaction(SIGHUP, &action, nullptr);  // nohup ignores it
  std::signal(SIGPIPE, SIG_IGN);  // "| head -1" ends what is shown, not what is done
  std::signal(SIGXFSZ, SIG_IGN);  // writing beyond a limit of file sizes is an error then
}

bool interrupted() {
  return interrupt_flag;
}

}  // namespace chestlens
