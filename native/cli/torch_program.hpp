#pragma once

#include <chestlens/error.hpp>

#include <span>
#include <string_view>

namespace chestlens {

/// Whether what follows the program's name asks for a command of torch_commands.hpp, or for its
/// help.
bool needs_torch(std::span<const std::string_view> words);

/// Where argv asks for a command that needs LibTorch, runs chestlens-torch in this program's place
/// with the same arguments, and does not return. Nothing happens where this program can answer.
/// Errors: not_found, naming what is missing and how to get it.
Status run_torch_program(int argc, char** argv);

/// Whether chestlens-torch can run. Errors: as above.
Status torch_is_here();

}  // namespace chestlens
