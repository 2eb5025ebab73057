#include "train/run_films.hpp"

#include "data/film_digests.hpp"
#include "data/split_films.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "learn/recipe_split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

constexpr const char* way_on =
    "; restore them, or go on with --allow-changes, which run.json then says";

/// The films whose digest is not the split's; none where the split has no digests.
std::vector<std::string> changed_films(const Manifest& manifest, const Split& split,
                                       const std::vector<std::string>& digests) {
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < split.sha256.size(); ++i) {
    const std::string& known = split.sha256[i];
    if (!known.empty() && known != digests.at(i)) changed.push_back(manifest.films[i].file);
  }
  return changed;
}

tl::unexpected<Error> other_contents(const Manifest& manifest,
                                     const std::vector<std::string>& films) {
  return fail(ErrorCode::mismatch,
              fmt::format("{} films are not what they were when this run began: {}{}", films.size(),
                          some_of(films), way_on),
              manifest.folder.string());
}

/// Every class has films to train and to validate on. Errors: mismatch.
Status check_classes(const Manifest& manifest, const Split& split) {
  if (manifest.multi_label) return {};
  for (const auto& [name, films] :
       {std::pair{"train", &split.train}, std::pair{"validate", &split.validation}}) {
    for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
      const bool has = std::ranges::any_of(*films, [&](std::size_t film) {
        return manifest.films[film].class_index == static_cast<int>(c);
      });
      if (has) continue;
      return fail(ErrorCode::mismatch,
                  fmt::format("without the films that are gone, class {} has none to {} on: begin "
                              "a new run",
                              manifest.classes[c], name),
                  manifest.folder.string());
    }
  }
  return {};
}

}  // namespace

Result<RunFilms> films_to_begin(Manifest manifest, const Recipe& recipe,
                                const TrainOptions& options) {
  CHESTLENS_TRY(auto split, recipe_split(manifest, recipe.data));
  CHESTLENS_TRY(split.sha256, film_digests(manifest, options.cache_folder, options.threads));
  std::string text = split_text(manifest, split);
  return RunFilms{std::move(manifest), std::move(split), std::move(text)};
}

Result<RunFilms> films_to_resume(const std::filesystem::path& split_file, Manifest manifest,
                                 const TrainOptions& options) {
  CHESTLENS_TRY(const auto text, read_text(split_file));
  CHESTLENS_TRY(auto films, films_of_split(text, split_file.string(), std::move(manifest)));
  if (!films.gone.empty() && !options.allow_changes) {
    return fail(ErrorCode::mismatch,
                fmt::format("{} films of this run are not in the manifest: {}{}", films.gone.size(),
                            some_of(films.gone), way_on),
                split_file.string());
  }
  if (!films.added.empty()) {
    options.reporter.note(
        fmt::format("{} films of the manifest are not in the run's split and are not taken: {}",
                    films.added.size(), some_of(films.added)));
  }
  CHESTLENS_TRY(auto split, parse_split(films.text, split_file.string(), films.manifest));
  RunFilms result{std::move(films.manifest), std::move(split), text};
  if (!films.gone.empty()) {
    CHESTLENS_CHECK(check_classes(result.manifest, result.split));
    result.changes.push_back({"films", "", "taken out: " + some_of(films.gone)});
  }
  if (result.split.sha256.empty()) {
    options.reporter.note(split_file.string() +
                          ": is of an earlier version: whether films have changed is not known");
  } else {
    CHESTLENS_TRY(auto digests,
                  film_digests(result.manifest, options.cache_folder, options.threads));
    const auto changed = changed_films(result.manifest, result.split, digests);
    if (!changed.empty() && !options.allow_changes) {
      return other_contents(result.manifest, changed);
    }
    if (!changed.empty()) {
      result.changes.push_back({"films", "", "other contents: " + some_of(changed)});
    }
    result.split.sha256 = std::move(digests);
  }
  if (!result.changes.empty()) result.split_text = split_text(result.manifest, result.split);
  return result;
}

Result<RunFilms> films_as_written(const std::filesystem::path& split_file, Manifest manifest) {
  CHESTLENS_TRY(auto text, read_text(split_file));
  CHESTLENS_TRY(auto films, films_of_split(text, split_file.string(), std::move(manifest)));
  CHESTLENS_TRY(auto split, parse_split(text, split_file.string(), films.manifest));
  return RunFilms{std::move(films.manifest), std::move(split), std::move(text)};
}

Status check_contents(const Manifest& manifest, const Split& split, const TrainOptions& options) {
  if (split.sha256.empty()) return {};
  CHESTLENS_TRY(const auto digests, film_digests(manifest, options.cache_folder, options.threads));
  const auto changed = changed_films(manifest, split, digests);
  if (changed.empty()) return {};
  return other_contents(manifest, changed);
}

std::string films_sha256(const Split& split) {
  if (split.sha256.empty()) return {};
  std::string listed;
  for (const std::string& digest : split.sha256) listed += digest + "\n";
  return sha256_hex(listed);
}

}  // namespace chestlens
