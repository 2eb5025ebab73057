#include "curation/import.hpp"
#include "data/film.hpp"
#include "data/parallel.hpp"
#include "io/atomic_file.hpp"
#include "io/progress.hpp"
#include "io/utf8.hpp"

#include <chestlens/decode.hpp>

#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

Status check_magic(const std::filesystem::path& path) {
  const auto magic = read_head(path, sniffed_bytes);
  if (!magic) return fail(magic.error().code, magic.error().message);
  if (magic->empty()) return fail(ErrorCode::not_an_image, "is empty");
  if (sniff_format(*magic) == ImageFormat::unknown) {
    return fail(ErrorCode::not_an_image, "is no PNG, JPEG, BMP, TIFF or DICOM");
  }
  return {};
}

std::optional<std::string> what_is_wrong(const std::filesystem::path& path, bool only_magic) {
  if (first_not_utf8(path.string()) != std::string::npos) {
    return "its name is not UTF-8; rename the file or its folder";
  }
  if (only_magic) {
    const Status status = check_magic(path);
    return status ? std::nullopt : std::optional(status.error().message);
  }
  const auto film = read_decoded_film(path);
  return film ? std::nullopt : std::optional(film.error().message);
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
