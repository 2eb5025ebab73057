#pragma once

namespace chestlens {

/// From now on the first Ctrl-C (or SIGTERM, or a terminal that goes) only sets a flag; the second
/// ends the process. A reader of the output that leaves, and a file too large, are errors of the
/// writing and no end.
void catch_interrupts();

bool interrupted();

}  // namespace chestlens
