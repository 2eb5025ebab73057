#pragma once

#include "io/reporter.hpp"

namespace chestlens {

/// Lines go to standard output, notices and progress to standard error, so that standard output
/// stays data. Progress is a bar with rate and time left on a terminal, elsewhere a plain line
/// every ten seconds. One work at a time.
Reporter terminal_reporter();

}  // namespace chestlens
