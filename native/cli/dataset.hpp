#pragma once

#include "cli/commands.hpp"

namespace chestlens {

/// Each adds one subcommand of `chestlens dataset`.
void add_dataset_cache(CLI::App& dataset, Action& chosen);
void add_dataset_check(CLI::App& dataset, Action& chosen);
void add_dataset_cover(CLI::App& dataset, Action& chosen);
void add_dataset_import(CLI::App& dataset, Action& chosen);

}  // namespace chestlens
