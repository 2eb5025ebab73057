#include "data/dataset.hpp"

#include "data/film_cache.hpp"
#include "data/film_digests.hpp"
#include "data/film_pack.hpp"
#include "data/parallel.hpp"
#include "data/sources.hpp"
#include "files/stored.hpp"
#include "io/lock.hpp"
#include "io/other_names.hpp"
#include "io/progress.hpp"
#include "io/sha256.hpp"

#include <chestlens/dicom.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_reported_films = 20;

/// The films that one call is about.
struct Request {
  const Manifest& manifest;
  std::span<const std::size_t> films;
  const InputSpec& input;
  int threads;
  const Reporter& reporter;

  std::size_t film_pixels() const { return area_pixels(input.size_pixels, input.size_pixels); }
  fs::path path(std::size_t i) const { return manifest.folder / manifest.films[films[i]].file; }
  std::string title() const { return "films at " + std::to_string(input.size_pixels) + " px"; }
};

struct PreparedFilm {
  FloatImage image;
  std::string digest;  // of the file; empty where it was not asked for
};

Result<PreparedFilm> prepare(const fs::path& path, const InputSpec& input, bool digest) {
  CHESTLENS_TRY(const auto bytes, read_stored(path_on_disk(path)));
  CHESTLENS_TRY(const auto film, with_context(decode_film(bytes), path.string()));
  CHESTLENS_TRY(auto image, with_context(preprocess(film.image, input), path.string()));
  return PreparedFilm{std::move(image), digest ? sha256_hex(bytes) : std::string()};
}

/// One error of all that could not be read.
Error unreadable(const std::vector<std::optional<Error>>& errors, const Manifest& manifest) {
  std::optional<ErrorCode> code;
  std::size_t count = 0;
  std::string list;
  for (const auto& error : errors) {
    if (!error) continue;
    if (!code) code = error->code;
    if (++count <= max_reported_films) list.append("\n").append(to_string(*error));
  }
  if (count > max_reported_films) {
    list += "\n... and " + std::to_string(count - max_reported_films) + " more";
  }
  return {code.value(),
          std::to_string(count) + " of " + std::to_string(errors.size()) +
              " films cannot be used; repair them or take their rows out of manifest.csv:" + list,
          manifest.folder.string()};
}

/// Fills row i of `pixels` with film i. True where every file was what `digests` say of it; no
/// digests, no comparison.
Result<bool> prepare_all(const Request& request, float* pixels,
                         std::span<const std::string> digests) {
  std::vector<std::optional<Error>> errors(request.films.size());
  std::atomic<bool> as_digested = true;
  Progress progress(request.reporter, request.title(),
                    static_cast<std::int64_t>(request.films.size()), "films");
  std::mutex progress_mutex;
  parallel_for(request.films.size(), request.threads, [&](std::size_t i) {
    const auto film = prepare(request.path(i), request.input, !digests.empty());
    if (film) {
      std::ranges::copy(film->image.pixels, pixels + i * request.film_pixels());
      if (!digests.empty() && film->digest != digests[i]) as_digested = false;
    } else {
      errors[i] = film.error();
    }
    const std::lock_guard lock(progress_mutex);
    progress.advance();
  });
  progress.finish();
  if (std::ranges::any_of(errors, [](const auto& error) { return error.has_value(); })) {
    return tl::unexpected(unreadable(errors, request.manifest));
  }
  return as_digested.load();
}

/// A few films prepared again are bit for bit those of the pack: another version of this program or
/// its libraries, or another processor, may prepare films differently.
bool is_of_this_program(const Request& request, const FilmPack& pack) {
  constexpr std::size_t looked_at = 4;
  const std::size_t count = request.films.size();
  for (std::size_t k = 0; k < std::min(looked_at, count); ++k) {
    const std::size_t i = k * (count - 1) / (looked_at - 1);
    const auto film = prepare(request.path(i), request.input, false);
    if (!film) return false;
    const float* row = pack.pixels.get() + i * request.film_pixels();
    const std::size_t bytes = request.film_pixels() * sizeof(float);
    if (std::memcmp(film->image.pixels.data(), row, bytes) != 0) return false;
  }
  return true;
}

void note_cache(const Request& request, const std::string& what) {
  request.reporter.note("film cache: " + what);
}

std::optional<FilmPack> cached(const Request& request, const fs::path& path,
                               const PackShape& shape) {
  auto pack = open_pack(path, shape, request.threads);
  if (!pack) {
    note_cache(request, to_string(pack.error()) + "; the films are prepared again");
    return std::nullopt;
  }
  if (*pack && !is_of_this_program(request, **pack)) {
    note_cache(request, path.string() + ": was prepared differently; the films are prepared again");
    return std::nullopt;
  }
  if (*pack) {
    touch_pack(path);
    note_cache(request, std::to_string(request.films.size()) + " " + request.title() + " from " +
                            path.string());
  }
  return std::move(*pack);
}

/// Room for the films in a file to be, or nothing where the cache cannot take it.
std::optional<PackWriter> new_pack(const Request& request, const fs::path& path,
                                   const PackShape& shape) {
  const std::uintmax_t bytes = shape.films * shape.film_pixels * sizeof(float);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  const fs::space_info space = fs::space(path.parent_path(), error);
  if (!error && (bytes > default_cache_bytes || bytes > space.available / 2)) {
    note_cache(request, path.parent_path().string() + ": has no room for " +
                            std::to_string(bytes >> 20U) + " MiB of films; they stay in memory");
    return std::nullopt;
  }
  if (const fs::path other = temporary_being_written(path); !other.empty()) {
    note_cache(request, path.string() + ": " + lock_holder(other).value_or("another process") +
                            " is writing it; here the films stay in memory");
    return std::nullopt;
  }
  (void)trim_cache(path.parent_path(), default_cache_bytes - std::min(bytes, default_cache_bytes));
  auto writer = PackWriter::create(path, shape);
  if (writer) return std::move(*writer);
  note_cache(request, to_string(writer.error()) + "; the films stay in memory");
  return std::nullopt;
}

torch::Tensor tensor_over(const Request& request, std::shared_ptr<float> pixels) {
  const std::int64_t side = request.input.size_pixels;
  float* data = pixels.get();
  return torch::from_blob(
      data, {static_cast<std::int64_t>(request.films.size()), 1, side, side},
      [pixels = std::move(pixels)](void*) mutable { pixels.reset(); }, torch::kFloat32);
}

Result<torch::Tensor> images_in_memory(const Request& request) {
  const std::int64_t side = request.input.size_pixels;
  torch::Tensor images = torch::empty(
      {static_cast<std::int64_t>(request.films.size()), 1, side, side}, torch::kFloat32);
  CHESTLENS_CHECK(prepare_all(request, images.data_ptr<float>(), {}));
  return images;
}

Result<torch::Tensor> images_through_cache(const Request& request, const fs::path& folder) {
  const auto digests = film_digests(request.manifest, request.films,
                                    memo_path(folder, request.manifest.folder), request.threads);
  if (!digests) return images_in_memory(request);  // which names every film that cannot be read
  const PackShape shape{pack_key(*digests, request.input), request.films.size(),
                        request.film_pixels()};
  const fs::path path = pack_path(folder, shape.key);
  if (auto pack = cached(request, path, shape))
    return tensor_over(request, std::move(pack->pixels));
  auto writer = new_pack(request, path, shape);
  if (!writer) return images_in_memory(request);
  CHESTLENS_TRY(const auto as_digested, prepare_all(request, writer->pixels(), *digests));
  if (as_digested) {
    auto pack = writer->finish(request.threads);
    if (pack) return tensor_over(request, std::move(pack->pixels));
    note_cache(request, to_string(pack.error()));
  }
  return images_in_memory(request);  // a film changed meanwhile, or the disk failed
}

torch::Tensor labels_of(const Request& request) {
  const auto count = static_cast<std::int64_t>(request.films.size());
  const auto classes = static_cast<std::int64_t>(request.manifest.classes.size());
  torch::Tensor labels = request.manifest.multi_label
                             ? torch::empty({count, classes}, torch::kFloat32)
                             : torch::empty({count}, torch::kInt64);
  for (std::size_t i = 0; i < request.films.size(); ++i) {
    const ManifestRow& film = request.manifest.films[request.films[i]];
    if (request.manifest.multi_label) {
      std::ranges::copy(film.labels, labels.data_ptr<float>() + i * film.labels.size());
    } else {
      labels.data_ptr<std::int64_t>()[i] = film.class_index;
    }
  }
  return labels;
}

}  // namespace

Result<Dataset> load_dataset(const Manifest& manifest, std::span<const std::size_t> films,
                             const InputSpec& input, int threads, const fs::path& cache_folder,
                             const Reporter& reporter) {
  const Request request{manifest, films, input, threads, reporter};
  CHESTLENS_TRY(auto images, cache_folder.empty() || films.empty()
                                 ? images_in_memory(request)
                                 : images_through_cache(request, cache_folder));
  return Dataset{std::move(images), labels_of(request),
                 torch::tensor(film_sources(manifest, films).of_films, torch::kInt64)};
}

}  // namespace chestlens
