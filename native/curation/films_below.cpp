#include "curation/films_below.hpp"

#include "curation/formats.hpp"
#include "io/atomic_file.hpp"
#include "io/other_names.hpp"
#include "io/text.hpp"

#include <chestlens/decode.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name == "__MACOSX";
}

bool is_film_by_content(const fs::path& path) {
  const auto magic = read_head(path, sniffed_bytes);
  return magic && sniff_format(*magic) != ImageFormat::unknown;
}

/// "masks", "Lung Mask", "infection_masks".
bool names_masks(const fs::path& folder) {
  const auto words = split_text(lower_case(folder.string()), " _-.");
  return !words.empty() && (words.back() == "mask" || words.back() == "masks");
}

bool lies_in_masks(const fs::path& inside) {
  return std::ranges::any_of(inside.parent_path(), names_masks);
}

/// The film's path without its extension, of which FILM_mask is a mask; empty for other names.
std::string film_of_mask(const fs::path& path) {
  constexpr std::string_view endings[] = {"_mask", "-mask", " mask", "_lungmask"};
  const std::string stem = fs::path(path).replace_extension().string();
  for (const std::string_view ending : endings) {
    if (lower_case(stem).ends_with(ending)) return stem.substr(0, stem.size() - ending.size());
  }
  return {};
}

/// Moves masks out of the films, unless there is nothing else.
void part_masks(const fs::path& folder, FilmsBelow& below) {
  std::set<std::string> stems;
  for (const fs::path& film : below.films) {
    stems.insert(fs::path(film).replace_extension().string());
  }
  const auto masks = std::ranges::stable_partition(below.films, [&](const fs::path& film) {
    const std::string masked = film_of_mask(film);
    return !lies_in_masks(film.lexically_relative(folder)) &&
           (masked.empty() || !stems.contains(masked));
  });
  if (masks.begin() == below.films.begin()) return;
  below.masks.assign(masks.begin(), masks.end());
  below.films.erase(masks.begin(), masks.end());
}

struct Walk {
  FilmsBelow found;
  std::vector<fs::path> folders;  // yet to be looked into
  std::set<fs::path> seen;        // links may lead back

  void take(const fs::directory_entry& entry);
  std::error_code look_into(const fs::path& folder);
};

void Walk::take(const fs::directory_entry& entry) {
  const fs::path& path = entry.path();
  std::error_code ignored;
  if (is_hidden(path)) return;
  if (entry.is_directory(ignored)) {
    folders.push_back(path);
  } else if (is_film_name(path) || is_film_by_content(path)) {
    found.films.push_back(path);
  } else {
    found.others.push_back(path);
  }
}

std::error_code Walk::look_into(const fs::path& folder) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (!error && !seen.insert(real).second) return {};
  for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    take(*at);
  }
  return error;
}

}  // namespace

Result<FilmsBelow> films_below(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::not_found, "is not a folder", folder.string());
  }
  Walk walk;
  if (const auto error = walk.look_into(folder)) {
    return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  }
  while (!walk.folders.empty()) {
    const fs::path next = std::move(walk.folders.back());
    walk.folders.pop_back();
    if (walk.look_into(next)) walk.found.skipped.push_back(next);
  }
  FilmsBelow& found = walk.found;
  for (auto* list : {&found.films, &found.others, &found.skipped}) std::ranges::sort(*list);
  part_masks(folder, found);
  return std::move(found);
}

void tell_left_out(const FilmsBelow& below, Import& import) {
  if (!below.masks.empty())
    import.left_out["masks of films"] += static_cast<int>(below.masks.size());
  for (const fs::path& other : below.others) {
    const std::string extension = lower_case(other.extension().string());
    ++import
          .left_out[extension.empty() ? "no film, without an extension" : "no film, " + extension];
  }
  for (const fs::path& folder : below.skipped) {
    import.notices.push_back(folder.string() + ": skipped, for it cannot be read");
  }
}

fs::path FilmsByName::find(const std::string& file, const std::string& near) {
  if (!std::exchange(is_read_, true)) {
    if (const auto below = films_below(folder_)) {
      for (const fs::path& film : below->films)
        films_.emplace(utf8_name(film.filename().string()), film);
    }
  }
  fs::path best;
  const auto [begin, end] = films_.equal_range(fs::path(file).filename().string());
  for (auto at = begin; at != end; ++at) {
    const fs::path inside = at->second.lexically_relative(folder_);
    const bool is_near = std::ranges::find(inside, fs::path(near)) != inside.end();
    if (best.empty() || is_near) best = at->second;
    if (is_near) break;
  }
  return best;
}

}  // namespace chestlens
