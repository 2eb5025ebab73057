#pragma once

#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>

namespace chestlens {

struct Download {
  std::string url;  // http or https
  std::filesystem::path path;
  std::string sha256;  // lower-case hex, whole or its first digits; never empty
};

/// Fetches a file, with a progress bar, and returns its whole SHA-256. Data gathers in path.part,
/// where a later call goes on after an interruption; `path` appears whole, its digest checked, or
/// not at all. Where it is there already, only its digest is checked.
/// Errors: io, not_found (HTTP 404), mismatch (another digest; the data is removed).
Result<std::string> download(const Download& wanted, const Reporter& reporter = {});

}  // namespace chestlens
