#pragma once

namespace chestlens {

/// From now on the first Ctrl-C (or SIGTERM) only sets a flag; the second ends the process.
void catch_interrupts();

bool interrupted();

}  // namespace chestlens
