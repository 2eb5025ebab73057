#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chestlens {

/// Named numbers at one step, as TensorBoard draws them.
struct ScalarEvent {
  double wall_time_seconds = 0.0;  // since 1970
  std::int64_t step = 0;
  std::vector<std::pair<std::string, float>> scalars;  // tag and value
};

/// CRC-32C (Castagnoli 1993; RFC 3720, B.4).
std::uint32_t crc32c(std::string_view bytes);

/// One record of an event file: an Event message of TensorFlow's event.proto in TFRecord's frame
/// (length, masked CRC-32C of it, message, masked CRC-32C of it).
std::string event_record(const ScalarEvent& event);

/// The record that every event file begins with.
std::string first_event_record(double wall_time_seconds);

/// A record found in a file: its step, and the byte at which it ends.
struct FoundEvent {
  std::int64_t step = 0;
  std::size_t end = 0;
};

/// The whole, undamaged records from the beginning on; what follows them (a torn write) is left
/// out.
std::vector<FoundEvent> find_events(std::string_view file);

/// Cuts a file to its first `keep` bytes and appends `tail`, in place, as a program that watches
/// the file expects. Makes the file where it is missing. Errors: io.
Status append_to_file(const std::filesystem::path& path, std::size_t keep, std::string_view tail);

}  // namespace chestlens
