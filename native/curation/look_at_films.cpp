#include "curation/look_at_films.hpp"

#include "data/parallel.hpp"
#include "files/stored.hpp"
#include "io/other_names.hpp"
#include "io/progress.hpp"

#include <chestlens/dicom.hpp>

#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

struct Seen {
  Fingerprint print;
  FilmTraits traits = {};
};

Result<Seen> look_at(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_stored(path_on_disk(path)));
  CHESTLENS_TRY(const auto film, decode_film(bytes));
  return Seen{fingerprint(bytes, film.image), film_traits(film.image)};
}

}  // namespace

LookedAt look_at_films(Manifest& manifest, int threads, const Reporter& reporter) {
  std::vector<ManifestRow>& films = manifest.films;
  std::vector<std::optional<Seen>> seen(films.size());
  std::vector<std::string> reasons(films.size());
  Progress progress(reporter, "films read", static_cast<std::int64_t>(films.size()), "films");
  std::mutex progress_mutex;
  parallel_for(films.size(), threads, [&](std::size_t i) {
    auto film = look_at(manifest.folder / films[i].file);
    if (film) {
      seen[i] = std::move(*film);
    } else {
      reasons[i] = film.error().message;
    }
    const std::lock_guard lock(progress_mutex);
    progress.advance();
  });
  progress.finish();

  LookedAt looked_at;
  std::vector<ManifestRow> readable;
  for (std::size_t i = 0; i < films.size(); ++i) {
    if (seen[i]) {
      looked_at.prints.push_back(std::move(seen[i]->print));
      looked_at.traits.push_back(seen[i]->traits);
      readable.push_back(std::move(films[i]));
    } else {
      looked_at.unreadable.push_back({films[i].file, reasons[i]});
    }
  }
  films = std::move(readable);
  return looked_at;
}

}  // namespace chestlens
