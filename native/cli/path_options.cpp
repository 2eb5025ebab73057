#include "cli/path_options.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace chestlens {
namespace {

std::string empty_value(std::string& value) {
  return value.empty() ? "is given an empty value" : "";
}

}  // namespace

void refuse_empty_values(CLI::App& app) {
  for (CLI::Option* option : app.get_options({})) {
    // A validator without a name leaves the help text as it is.
    if (option->get_items_expected_max() > 0) option->check(CLI::Validator(empty_value, "", ""));
  }
  for (CLI::App* command : app.get_subcommands({})) refuse_empty_values(*command);
}

}  // namespace chestlens
