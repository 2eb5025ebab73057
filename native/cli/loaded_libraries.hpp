#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// A shared library that a program asks for.
struct LoadedLibrary {
  std::string name;            // "libc10.so.1.13"
  std::filesystem::path path;  // where the loader found it; empty where it did not
};

/// What the loader would load with the program in the environment of now, as ldd prints it; the
/// program itself is not run. Errors: io where it cannot be started.
Result<std::vector<LoadedLibrary>> loaded_libraries(const std::filesystem::path& program);

}  // namespace chestlens
