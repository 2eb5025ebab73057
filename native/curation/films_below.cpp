#include "curation/films_below.hpp"

#include "curation/formats.hpp"
#include "files/folder.hpp"
#include "files/stored.hpp"
#include "io/other_names.hpp"
#include "io/text.hpp"

#include <chestlens/archive.hpp>
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

bool is_hidden(const std::string& name) {
  return name.starts_with('.') || name == "__MACOSX";
}

bool is_film_by_content(const fs::path& path) {
  const auto magic = read_stored_head(path, sniffed_bytes);
  return magic && sniff_format(*magic) != ImageFormat::unknown;
}

/// A workbook is a ZIP archive, too.
bool is_zip_named(const fs::path& path) {
  return lower_case(path.extension().string()) == ".zip" && is_archive(path);
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

  void take_file(const fs::path& path);
  Status look_into(const fs::path& folder);
};

void Walk::take_file(const fs::path& path) {
  const bool is_film = is_film_name(path) || is_film_by_content(path);
  (is_film ? found.films : found.others).push_back(path);
}

Status Walk::look_into(const fs::path& folder) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (!error && !seen.insert(real).second) return {};
  CHESTLENS_TRY(const auto entries, entries_of(folder, /*with_hidden=*/false));
  for (const FolderEntry& entry : entries) {
    if (is_hidden(entry.name)) continue;
    if (entry.is_folder) {
      folders.push_back(folder / entry.name);
    } else {
      take_file(folder / entry.name);
    }
  }
  return {};
}

/// Of an archive all at once, since each look into it goes through its whole list.
Status walk_archive(const fs::path& folder, Walk& walk) {
  CHESTLENS_TRY(const auto names, files_in_archive(folder));
  for (const std::string& name : names) walk.take_file(folder / name);
  return {};
}

Status walk_folders(const fs::path& folder, Walk& walk) {
  CHESTLENS_CHECK(walk.look_into(folder));
  while (!walk.folders.empty()) {
    const fs::path next = std::move(walk.folders.back());
    walk.folders.pop_back();
    if (!walk.look_into(next)) walk.found.skipped.push_back(next);
  }
  return {};
}

}  // namespace

Result<FilmsBelow> films_below(const fs::path& folder) {
  std::error_code ignored;
  const bool is_on_disk = fs::is_directory(folder, ignored);
  if (!is_on_disk && !is_stored_folder(folder)) {
    return fail(ErrorCode::not_found, "is not a folder or a ZIP archive", folder.string());
  }
  Walk walk;
  CHESTLENS_CHECK(is_on_disk ? walk_folders(folder, walk) : walk_archive(folder, walk));
  FilmsBelow& found = walk.found;
  for (auto* list : {&found.films, &found.others, &found.skipped}) std::ranges::sort(*list);
  part_masks(folder, found);
  return std::move(found);
}

void tell_left_out(const FilmsBelow& below, Import& import) {
  if (!below.masks.empty())
    import.left_out["masks of films"] += static_cast<int>(below.masks.size());
  for (const fs::path& other : below.others) {
    const std::string_view kind = archive_kind(other.string());
    if (!kind.empty() && file_on_disk(other) != other) {
      import.problems.push_back(
          {other.string(), "is " + std::string(kind) +
                               " within an archive, which is not read; unpack "
                               "the outer one"});
      continue;
    }
    if (is_zip_named(other)) {
      ++import.left_out["ZIP archive in a folder, read where --from names it"];
      continue;
    }
    const std::string extension = lower_case(other.extension().string());
    ++import
          .left_out[extension.empty() ? "no film, without an extension" : "no film, " + extension];
  }
  for (const fs::path& folder : below.skipped) {
    import.notices.push_back(folder.string() + ": skipped, for it cannot be read");
  }
}

void FilmsByName::add(const std::vector<fs::path>& films) {
  for (const fs::path& film : films) {
    films_.emplace(utf8_name(film.filename().string()), film);
  }
}

fs::path FilmsByName::find(const std::string& file, const std::string& near) {
  if (!std::exchange(is_read_, true)) {
    if (const auto below = films_below(folder_)) {
      add(below->films);
      for (const fs::path& other : below->others) {
        const auto packed = is_zip_named(other) ? films_below(other) : Result<FilmsBelow>();
        if (packed) add(packed->films);
      }
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
