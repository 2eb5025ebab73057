#include "cli/dataset.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "io/text.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

namespace chestlens {
namespace {

struct Arguments {
  bool clear = false;
  std::optional<double> limit_gib;
};

double mebibytes(std::uintmax_t bytes) {
  return static_cast<double>(bytes) / (1 << 20);
}

Status run(const Arguments& arguments) {
  const std::filesystem::path folder = film_cache_folder();
  if (folder.empty()) {
    return fail(ErrorCode::not_found, "set XDG_CACHE_HOME or HOME", "film cache");
  }
  if (arguments.clear || arguments.limit_gib) {
    constexpr double bytes_per_gib = 1 << 30;
    CHESTLENS_TRY(const auto freed,
                  arguments.clear ? clear_cache(folder)
                                  : trim_cache(folder, static_cast<std::uintmax_t>(
                                                           *arguments.limit_gib * bytes_per_gib)));
    std::printf("%.1f MiB freed\n", mebibytes(freed));
  }
  CHESTLENS_TRY(const auto content, cache_content(folder));
  if (content.abandoned_bytes > 0) {
    std::printf("%.1f MiB that killed processes left are removed\n",
                mebibytes(content.abandoned_bytes));
  }
  std::printf("%s: %s of prepared films, %.1f MiB\n", folder.c_str(),
              counted(static_cast<std::uint64_t>(content.packs), "set").c_str(),
              mebibytes(content.bytes));
  if (content.unfinished > 0) {
    std::printf("%d of other processes being written\n", content.unfinished);
  }
  return {};
}

}  // namespace

void add_dataset_cache(CLI::App& dataset, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = dataset.add_subcommand(
      "cache",
      "Show what the film cache holds. It keeps films as training prepared them, so that the next\n"
      "run starts at once; it can be cleared at any time.");
  command->add_flag("--clear", arguments->clear, "Remove everything");
  command
      ->add_option("--limit", arguments->limit_gib,
                   "Remove the least recently used films until this many GiB are left")
      ->check(number_in(0.0, 1e6));
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
