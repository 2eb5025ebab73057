#include "trust/surprise_kinds.hpp"

#include "data/film.hpp"
#include "phantom/phantom.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_pictures = 2'000;

Result<std::vector<fs::path>> pictures_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; entry != end && !error;
       entry.increment(error)) {
    if (entry->is_regular_file()) files.push_back(entry->path());
  }
  if (error) return fail(ErrorCode::io, error.message(), folder.string());
  std::ranges::sort(files);
  std::erase_if(files, [](const fs::path& file) { return !read_film(file); });
  if (files.size() > most_pictures) files.resize(most_pictures);
  return files;
}

}  // namespace

Result<std::vector<PictureKind>> surprise_kinds(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> folders;
  for (fs::directory_iterator entry(folder, error), end; entry != end && !error;
       entry.increment(error)) {
    if (entry->is_directory()) folders.push_back(entry->path());
  }
  if (error) return fail(ErrorCode::not_found, error.message(), folder.string());
  std::ranges::sort(folders);
  std::vector<PictureKind> kinds;
  for (const fs::path& one : folders) {
    CHESTLENS_TRY(auto files, pictures_below(one));
    if (files.empty()) continue;
    kinds.push_back(films_of(one.filename().string(), std::move(files)));
    kinds.push_back(parts_of(kinds.back()));
  }
  if (!kinds.empty()) return kinds;
  return fail(ErrorCode::invalid_argument,
              "holds no folder of pictures: make one for each kind of surprise", folder.string());
}

PictureKind phantom_kind() {
  constexpr std::size_t films = 100;
  return {"generated films", films, [](std::size_t i) -> Result<GreyImage> {
            PhantomOptions options;
            options.size_pixels = 224;
            const auto film_class = phantom_classes[i % phantom_classes.size()];
            CHESTLENS_TRY(auto phantom, draw_phantom(film_class, {i, 0}, options));
            return std::move(phantom.film);
          }};
}

}  // namespace chestlens
