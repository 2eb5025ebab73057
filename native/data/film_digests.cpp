#include "data/film_digests.hpp"

#include "data/csv.hpp"
#include "data/film_cache.hpp"
#include "data/parallel.hpp"
#include "files/stored.hpp"
#include "io/atomic_file.hpp"
#include "io/other_names.hpp"
#include "io/sha256.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Remembered {
  std::string state;
  std::string digest;
};
using Memo = std::map<std::string, Remembered>;

/// Size, inode and both times of a file, of an archive for what lies in it: what changes when it
/// does.
struct FileState {
  std::string text;
  std::int64_t changed_seconds = 0;  // since the epoch
};

std::optional<FileState> state_of(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  const std::int64_t changed = std::max(status.st_mtim.tv_sec, status.st_ctim.tv_sec);
  return FileState{
      fmt::format("{} {} {}.{} {}.{}", status.st_size, status.st_ino, status.st_mtim.tv_sec,
                  status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec),
      changed};
}

Memo read_memo(const fs::path& path) {
  Memo memo;
  const auto text = read_text(path);
  if (!text) return memo;
  const auto records = parse_csv(*text);
  if (!records) return memo;
  for (const CsvRecord& record : *records) {
    if (record.fields.size() == 3) memo[record.fields[0]] = {record.fields[1], record.fields[2]};
  }
  return memo;
}

void write_memo(const fs::path& path, const Memo& memo) {
  std::string text;
  for (const auto& [file, known] : memo) text += csv_line({file, known.state, known.digest});
  (void)write_file_atomic(path, text);  // without it the next run takes longer
}

}  // namespace

Result<std::vector<std::string>> film_digests(const Manifest& manifest,
                                              std::span<const std::size_t> films,
                                              const fs::path& memo_file, int threads,
                                              int quiet_seconds) {
  Memo memo = read_memo(memo_file);
  std::vector<std::string> digests(films.size());
  std::vector<std::optional<FileState>> fresh(films.size());
  std::vector<std::optional<Error>> errors(films.size());
  parallel_for(films.size(), threads, [&](std::size_t i) {
    const std::string& file = manifest.films[films[i]].file;
    const fs::path path = path_on_disk(manifest.folder / file);
    const auto state = state_of(file_on_disk(path));
    if (const auto known = memo.find(file);
        state && known != memo.end() && known->second.state == state->text) {
      digests[i] = known->second.digest;
      return;
    }
    const auto bytes = read_stored(path);
    if (!bytes) {
      errors[i] = bytes.error();
      return;
    }
    digests[i] = sha256_hex(*bytes);
    if (state && state->changed_seconds + quiet_seconds < std::time(nullptr)) fresh[i] = state;
  });
  for (const auto& error : errors) {
    if (error) return tl::unexpected(*error);
  }
  bool changed = false;
  for (std::size_t i = 0; i < films.size(); ++i) {
    if (!fresh[i]) continue;
    memo[manifest.films[films[i]].file] = {fresh[i]->text, digests[i]};
    changed = true;
  }
  if (changed) write_memo(memo_file, memo);
  return digests;
}

Result<std::vector<std::string>> film_digests(const Manifest& manifest,
                                              const fs::path& cache_folder, int threads) {
  std::vector<std::size_t> all(manifest.films.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return film_digests(manifest, all, memo_path(cache_folder, manifest.folder), threads);
}

}  // namespace chestlens
