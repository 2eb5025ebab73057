#pragma once

#include <chestlens/error.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace chestlens {

/// Connects to the port, and hangs up at once. Errors: runtime where nobody listens there, with
/// the system's reason; an address that does not answer has `patience` (asking for the name of the
/// host may take longer).
Status find_listener(const std::string& host, std::uint16_t port,
                     std::chrono::milliseconds patience);

}  // namespace chestlens
