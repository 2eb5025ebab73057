#include "curation/import.hpp"
#include "data/film.hpp"
#include "data/parallel.hpp"
#include "io/atomic_file.hpp"
#include "io/other_names.hpp"
#include "io/progress.hpp"
#include "io/saved_text.hpp"
#include "io/utf8.hpp"

#include <chestlens/decode.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace chestlens {
namespace {

/// What is wrong with a file by its first bytes alone, or empty.
std::string wrong_beginning(std::span<const std::byte> beginning) {
  if (beginning.empty()) return "is empty";
  if (sniff_format(beginning) != ImageFormat::unknown) return {};
  const std::string mistaken =
      mistaken_file({reinterpret_cast<const char*>(beginning.data()), beginning.size()});
  return mistaken.empty() ? fmt::format("is no {}", film_formats) : mistaken;
}

std::optional<std::string> what_is_wrong(const std::filesystem::path& path, bool only_magic) {
  constexpr std::size_t beginning_bytes = 256;
  if (path_on_disk(utf8_path(path)) != path) {
    return "its name is not UTF-8, and in UTF-8 is another file's; rename one of them";
  }
  const auto beginning = read_head(path, beginning_bytes);
  if (!beginning) return beginning.error().message;
  const std::string wrong = wrong_beginning(*beginning);
  if (only_magic) return wrong.empty() ? std::nullopt : std::optional(wrong);
  const auto film = read_decoded_film(path);
  if (film) return std::nullopt;
  return wrong.starts_with("is no ") || wrong.empty() ? film.error().message : wrong;
}

}  // namespace

void verify_films(Import& import, int threads, bool only_magic, const Reporter& reporter) {
  std::vector<std::optional<std::string>> wrong(import.films.size());
  Progress progress(reporter, "films verified", static_cast<std::int64_t>(import.films.size()),
                    "films");
  std::mutex progress_mutex;
  parallel_for(import.films.size(), threads, [&](std::size_t i) {
    wrong[i] = what_is_wrong(import.films[i].path, only_magic);
    const std::lock_guard lock(progress_mutex);
    progress.advance();
  });
  progress.finish();

  std::vector<ImportedFilm> kept;
  for (std::size_t i = 0; i < import.films.size(); ++i) {
    ImportedFilm& film = import.films[i];
    if (!wrong[i]) {
      kept.push_back(std::move(film));
      continue;
    }
    const std::string place = film.named_in.empty() ? std::string() : " (" + film.named_in + ")";
    import.problems.push_back({as_utf8(film.path.string()) + place, *wrong[i]});
  }
  import.films = std::move(kept);
}

}  // namespace chestlens
