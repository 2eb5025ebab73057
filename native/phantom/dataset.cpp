#include "io/atomic_file.hpp"
#include "io/output_folder.hpp"
#include "phantom/plan.hpp"

#include <chestlens/encode.hpp>

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using phantom::PlannedFilm;

constexpr FolderWriter writer{"generated films", "chestlens phantom"};
constexpr std::string_view headline =
    "Generated chest films of ChestLens: no patient, no diagnosis.";

constexpr std::string_view explanation = R"(

Every film in this folder was drawn by a program. They are for tests, for teaching and for a first
demonstration. A network trained on them has learnt nothing about people: real films are the real
input.

manifest.csv  one row per film
CLASS/        films, 8-bit grey PNG
masks/CLASS/  where the finding was drawn: 255 inside, 0 outside, all 0 for normal films
masks/lungs/CLASS/  where the lungs were drawn, likewise
SHA256SUMS    the digest of each file: only a folder as it was written is ever replaced

)";

std::string readme(const PhantomOptions& options) {
  std::string text(headline);
  text += explanation;
  text += fmt::format(
      "Drawn with --films {} --size {} --seed {} --test-fraction {} --mildest {}.\n", options.films,
      options.size_pixels, options.seed, options.test_fraction, options.mildest);
  if (options.shortcut) {
    const std::string name(to_string(options.shortcut->film_class));
    text += fmt::format(
        "Every {} film, and no other, carries the text \"{}\" in a corner:\na clue that has "
        "nothing "
        "to do with the disease, to show a network that cheats.\n",
        name, options.shortcut->text);
  }
  if (options.planted) {
    text += fmt::format(
        "Every {} film, and no other, has a clue that has nothing to do with the disease: {} of "
        "strength {}.\n",
        to_string(options.planted->film_class), to_string(options.planted->kind),
        options.planted->strength);
  }
  return text + "\nLicence: CC0-1.0 (https://creativecommons.org/publicdomain/zero/1.0/).\n";
}

std::string manifest(const std::vector<PlannedFilm>& plan, const PhantomOptions& options) {
  const std::string size = std::to_string(options.size_pixels);
  std::string text =
      "file,class,patient_id,split,source,view,licence,licence_source,original_path,"
      "original_width,original_height,duplicate_of\n";
  for (const PlannedFilm& film : plan) {
    const std::string name(to_string(film.film_class));
    text += film.file() + "," + name + "," + film.patient_id() + "," +
            (film.test ? "test" : "train") + ",generated,PA,CC0-1.0,README.txt,," + size + "," +
            size + ",\n";
  }
  return text;
}

Status write_film(const fs::path& folder, const PlannedFilm& planned,
                  const PhantomOptions& options) {
  CHESTLENS_TRY(const auto drawn, draw_phantom(planned.film_class, planned.number, options));
  const auto write = [](const fs::path& path, const GreyImage& image) -> Status {
    CHESTLENS_TRY(const auto png, encode_png(image));
    return write_file_atomic(path, png);
  };
  CHESTLENS_CHECK(write(folder / planned.file(), drawn.film));
  CHESTLENS_CHECK(write(folder / "masks" / "lungs" / planned.file(), drawn.lung_mask));
  return write(folder / "masks" / planned.file(), drawn.finding_mask);
}

/// Films are independent of each other: as many threads as processors take the next one each.
Status write_film_files(const fs::path& folder, const std::vector<PlannedFilm>& plan,
                        const PhantomOptions& options,
                        const std::function<void(std::int64_t)>& on_film) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::int64_t done = 0;
  std::optional<Error> first_error;
  const auto work = [&] {
    for (std::size_t i = next++; i < plan.size(); i = next++) {
      const Status written = write_film(folder, plan[i], options);
      const std::lock_guard lock(mutex);
      if (!written) {
        if (!first_error) first_error = written.error();
        next = plan.size();
        return;
      }
      ++done;
      if (on_film) on_film(done);
    }
  };
  {
    std::vector<std::jthread> threads(std::max(1U, std::thread::hardware_concurrency()));
    for (std::jthread& thread : threads) thread = std::jthread(work);
  }
  if (first_error) return tl::unexpected(*first_error);
  return {};
}

}  // namespace

Status write_phantom_dataset(const fs::path& folder, const PhantomOptions& options,
                             const std::function<void(std::int64_t)>& on_film,
                             const OutputRule& rule) {
  CHESTLENS_CHECK(check_options(options));
  return fill_output_folder(folder, writer, rule, [&](const fs::path& made) -> Status {
    const std::vector<PlannedFilm> plan = phantom::plan_films(options);
    CHESTLENS_CHECK(write_film_files(made, plan, options, on_film));
    CHESTLENS_CHECK(write_file_atomic(made / "README.txt", readme(options)));
    return write_file_atomic(made / "manifest.csv", manifest(plan, options));
  });
}

}  // namespace chestlens
