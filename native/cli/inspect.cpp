#include "cli/commands.hpp"
#include "io/atomic_file.hpp"

#include <chestlens/decode.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace chestlens {
namespace {

Result<std::string> describe(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_file(path));
  CHESTLENS_TRY(const auto film, with_context(decode_image(bytes), path.string()));
  const auto [low, high] = std::ranges::minmax(film.pixels);
  const double sum = std::accumulate(film.pixels.begin(), film.pixels.end(), 0.0);
  return fmt::format("{}: {}, {} x {} pixels, grey levels 0 to {}, used {} to {}, mean {:.1f}",
                     path.string(), to_string(sniff_format(bytes)), film.width_pixels,
                     film.height_pixels, film.max_level, low, high,
                     sum / static_cast<double>(film.pixels.size()));
}

/// Reads every film; those that cannot be read are reported one by one, and the others go on.
Status run(const std::vector<std::filesystem::path>& films) {
  std::size_t failures = 0;
  for (const auto& film : films) {
    const auto line = describe(film);
    if (line) {
      std::printf("%s\n", line->c_str());
    } else {
      std::fprintf(stderr, "%s\n", to_string(line.error()).c_str());
      ++failures;
    }
  }
  if (failures == 0) return {};
  return fail(
      ErrorCode::invalid_argument,
      std::to_string(failures) + " of " + std::to_string(films.size()) + " films cannot be read");
}

}  // namespace

void add_inspect(CLI::App& app, Action& chosen) {
  const auto films = std::make_shared<std::vector<std::filesystem::path>>();
  CLI::App* command = app.add_subcommand(
      "inspect", "Print each film's format, size and grey levels, as the decoder reads them.");
  command->add_option("films", *films, "PNG, JPEG, BMP or TIFF files")->required();
  command->callback([films, &chosen] { chosen = [films] { return run(*films); }; });
}

}  // namespace chestlens
