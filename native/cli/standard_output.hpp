#pragma once

#include <chestlens/error.hpp>

namespace chestlens {

/// Writes out what was printed, in the end: results that could not be written are an error. Errors:
/// io, with the system's reason.
Status flush_standard_output();

/// The exit status of a command that failed: 130, as of the shell, where Ctrl-C stopped it, else 1.
int exit_status(const Error& error);

}  // namespace chestlens
