#include "curation/import.hpp"
#include "data/parallel.hpp"
#include "files/stored.hpp"
#include "io/other_names.hpp"
#include "io/progress.hpp"
#include "io/saved_text.hpp"
#include "io/sha256.hpp"
#include "io/utf8.hpp"

#include <chestlens/blank.hpp>
#include <chestlens/decode.hpp>
#include <chestlens/dicom.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <mutex>
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

/// What became of a film: nothing of both is good.
struct Verified {
  std::string wrong;
  std::string left_out;
};

/// What a DICOM header says of a film and its tables do not. Returns why the film is left out, or
/// nothing.
std::string take_header(std::span<const std::byte> bytes, bool keeps_lateral, ImportedFilm& film) {
  const auto facts = read_dicom_facts(bytes);
  if (!facts) return {};  // which decoding tells
  const std::string subject = other_subject(*facts);
  const bool is_kept = keeps_lateral && subject == "a lateral film";
  if (!subject.empty() && !is_kept) return "by its DICOM header " + subject;
  constexpr double adult_years = 18.0;
  if (film.view.empty()) film.view = facts->view_position;
  if (film.age_group.empty() && facts->age_years) {
    film.age_group = *facts->age_years < adult_years ? "child" : "adult";
  }
  if (film.patient_known || !film.asks_header) return {};
  const auto patient = read_patient_id(bytes);
  if (!patient || patient->empty()) return {};
  constexpr std::size_t digest_digits = 16;
  const std::string source = film.patient_id.substr(0, film.patient_id.find(':') + 1);
  film.patient_id = source + "dicom-" + sha256_hex(*patient).substr(0, digest_digits);
  film.patient_known = true;
  return {};
}

Verified verify(ImportedFilm& film, bool only_magic, bool keeps_lateral) {
  const std::filesystem::path& path = film.path;
  if (path_on_disk(utf8_path(path)) != path) {
    return {"its name is not UTF-8, and in UTF-8 is another file's; rename one of them", {}};
  }
  if (only_magic) {
    constexpr std::size_t beginning_bytes = 256;
    const auto beginning = read_stored_head(path, beginning_bytes);
    return {beginning ? wrong_beginning(*beginning) : beginning.error().message, {}};
  }
  const auto bytes = read_stored(path);
  if (!bytes) return {bytes.error().message, {}};
  const std::string wrong = wrong_beginning(*bytes);
  if (sniff_format(*bytes) == ImageFormat::dicom) {
    if (std::string why = take_header(*bytes, keeps_lateral, film); !why.empty()) {
      return {{}, std::move(why)};
    }
  }
  auto decoded = decode_film(*bytes);
  const Status status = decoded ? check_not_blank(decoded->image)
                                : Status(tl::unexpected(std::move(decoded).error()));
  if (status) return {};
  return {wrong.starts_with("is no ") || wrong.empty() ? status.error().message : wrong, {}};
}

}  // namespace

void verify_films(Import& import, int threads, bool only_magic, const Reporter& reporter) {
  std::vector<Verified> verified(import.films.size());
  Progress progress(reporter, "films verified", static_cast<std::int64_t>(import.films.size()),
                    "films");
  std::mutex progress_mutex;
  parallel_for(import.films.size(), threads, [&](std::size_t i) {
    verified[i] = verify(import.films[i], only_magic, import.keeps_lateral);
    const std::lock_guard lock(progress_mutex);
    progress.advance();
  });
  progress.finish();

  std::vector<ImportedFilm> kept;
  for (std::size_t i = 0; i < import.films.size(); ++i) {
    ImportedFilm& film = import.films[i];
    if (!verified[i].left_out.empty()) {
      ++import.left_out[verified[i].left_out];
      continue;
    }
    if (verified[i].wrong.empty()) {
      kept.push_back(std::move(film));
      continue;
    }
    const std::string place = film.named_in.empty() ? std::string() : " (" + film.named_in + ")";
    import.problems.push_back({as_utf8(film.path.string()) + place, verified[i].wrong});
  }
  import.films = std::move(kept);
}

}  // namespace chestlens
