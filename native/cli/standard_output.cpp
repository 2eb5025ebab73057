#include "cli/standard_output.hpp"

#include "io/text.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace chestlens {

Status flush_standard_output() {
  const bool failed_before = std::ferror(stdout) != 0;
  int number = std::fflush(stdout) == 0 ? 0 : errno;
  if (number == 0 && !failed_before) return {};
  // The reason of an earlier failure is lost; what is printed is cut already, so that one more byte
  // is no harm.
  if (number == 0 && ::write(STDOUT_FILENO, "\n", 1) < 0) number = errno;
  return fail(ErrorCode::io,
              number == 0 ? "not all of the results could be written" : system_reason(number),
              "standard output");
}

int exit_status(const Error& error) {
  constexpr int stopped_by_interrupt = 130;  // 128 + SIGINT
  return error.code == ErrorCode::interrupted ? stopped_by_interrupt : 1;
}

}  // namespace chestlens
