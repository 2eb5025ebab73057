#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>

namespace chestlens {

/// The version of the LibTorch of which `library` is a file: by the file's own name
/// ("libtorch_cpu.so.1.13"), else by what lies beside its folder, version.py (PyTorch) or
/// build-version (LibTorch). Empty where neither says it.
std::string libtorch_version(const std::filesystem::path& library);

/// Whether a program built with one version of LibTorch may run with another: the first two numbers
/// are equal, or one is not known.
bool is_same_libtorch(const std::string& built_with, const std::string& found);

/// Makes sure that `program` will find LibTorch: one that lies in `own_folder`, else that of the
/// folder `chosen` (CHESTLENS_TORCH; empty: none), which LD_LIBRARY_PATH then names, else what the
/// machine has. Errors, with the way out: not_found or mismatch, of `chosen` too, in whose place
/// nothing else is taken. `release` is the file that has it inside.
Status find_libtorch(const std::filesystem::path& program, const std::filesystem::path& own_folder,
                     const std::filesystem::path& chosen, const std::string& built_with,
                     const std::string& release);

}  // namespace chestlens
