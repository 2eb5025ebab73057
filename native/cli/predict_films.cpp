#include "cli/predict_films.hpp"

#include "io/atomic_file.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <chestlens/decode.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <span>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t magic_bytes = 16;

bool begins_as_film(const fs::path& path) {
  const auto magic = read_head(path, magic_bytes);
  return magic && sniff_format(*magic) != ImageFormat::unknown;
}

Result<std::vector<fs::path>> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    std::error_code gone;
    const bool is_folder = at->is_directory(gone);
    if (hidden && is_folder) at.disable_recursion_pending();
    if (!hidden && !is_folder) files.push_back(at->path());
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  std::ranges::sort(files);
  return files;
}

Status add_folder(const fs::path& folder, std::vector<FilmToPredict>& films,
                  const Reporter& reporter) {
  CHESTLENS_TRY(const auto files, files_below(folder));
  std::vector<fs::path> others;
  for (const fs::path& file : files) {
    if (begins_as_film(file)) {
      films.push_back({file, file.lexically_relative(folder)});
    } else {
      others.push_back(file);
    }
  }
  if (others.size() == files.size()) {
    return fail(ErrorCode::not_found, "holds no PNG, JPEG, BMP or TIFF file", folder.string());
  }
  if (!others.empty()) {
    reporter.note(
        fmt::format("{}: passed over what is no PNG, JPEG, BMP or TIFF file: {}{}",
                    visible_text(folder.string()), visible_text(others.front().filename().string()),
                    others.size() == 1 ? "" : fmt::format(" and {} more", others.size() - 1)));
  }
  return {};
}

}  // namespace

Result<std::vector<FilmToPredict>> films_to_predict(const std::vector<fs::path>& named,
                                                    const Reporter& reporter) {
  std::vector<FilmToPredict> films;
  for (const fs::path& path : named) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      CHESTLENS_CHECK(add_folder(path, films, reporter));
    } else {
      films.push_back({path, path.filename()});
    }
  }
  return films;
}

Result<std::vector<fs::path>> listed_films(const std::string& list) {
  std::string text;
  if (list == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    CHESTLENS_TRY(text, read_text(list));
  }
  const char end = text.find('\0') == std::string::npos ? '\n' : '\0';
  std::vector<fs::path> paths;
  std::string_view rest = text;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (end == '\n' && line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) paths.emplace_back(line);
  }
  if (!paths.empty()) return paths;
  return fail(ErrorCode::not_found, "lists no film", list == "-" ? "standard input" : list);
}

}  // namespace chestlens
