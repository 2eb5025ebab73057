#include "io/output.hpp"

#include "io/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view way_out = "choose a new or an empty folder";

tl::unexpected<Error> refused(const fs::path& path, const std::string& why) {
  return fail(ErrorCode::invalid_argument, why, path.string());
}

/// What is at the path itself, a link not followed; nothing where nothing is.
Result<std::optional<struct stat>> entry_at(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) == 0) return std::optional(status);
  if (errno == ENOENT) return std::optional<struct stat>();
  return fail(ErrorCode::io, "cannot be written: " + system_reason(errno), path.string());
}

Status refuse_link(const fs::path& path, const struct stat& status) {
  if (!S_ISLNK(status.st_mode)) return {};
  std::error_code ignored;
  return refused(
      path, "is a link to " + fs::read_symlink(path, ignored).string() + "; name the place itself");
}

Status refuse_input(const fs::path& path, const struct stat& status, const OutputRule& rule) {
  if (!rule.inputs.contains({status.st_dev, status.st_ino})) return {};
  return refused(path, "is read by this command, which would write over it; choose another place");
}

/// Tries a file in the first folder above `path` that exists.
Status check_place(const fs::path& path) {
  fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path()) {
    folder = folder.parent_path();
  }
  if (!fs::exists(folder, error)) folder = ".";
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorCode::io, "cannot be written: " + folder.string() + " is no folder",
                path.string());
  }
  auto tried = TemporaryFile::beside(folder / path.filename());
  if (!tried) return fail(tried.error().code, tried.error().message, path.string());
  return {};
}

enum class Use : std::uint8_t { replaced, grown };

Status check_folder(const fs::path& given, const OutputRule& rule, const OwnFolder& own, Use use) {
  CHESTLENS_TRY(const auto folder, named_output(given));
  CHESTLENS_TRY(const auto status, entry_at(folder));
  if (!status) return check_place(folder);
  CHESTLENS_CHECK(refuse_link(folder, *status));
  if (!S_ISDIR(status->st_mode)) return refused(folder, "is a file, not a folder");
  CHESTLENS_CHECK(refuse_input(folder, *status, rule));
  std::error_code error;
  const bool empty = fs::is_empty(folder, error);
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  if (!empty) {
    if (const Status known = own.check(folder); !known) {
      return refused(folder, fmt::format("{}; {}", known.error().message, way_out));
    }
    if (use == Use::replaced && !rule.replace) {
      return refused(folder, "holds " + own.what + " already; --replace puts the new one there");
    }
  }
  return check_place(use == Use::grown ? folder / "file" : folder);
}

}  // namespace

FileSet files_at(const std::vector<fs::path>& paths) {
  FileSet files;
  for (const fs::path& path : paths) {
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) files.emplace(status.st_dev, status.st_ino);
  }
  return files;
}

Result<fs::path> named_output(const fs::path& path) {
  const fs::path named = path.has_filename() ? path : path.parent_path();
  const std::string name = named.filename().string();
  if (!name.empty() && name != "." && name != "..") return named;
  return refused(path, path.empty() ? "is an empty path; name what is to be written"
                                    : "has no name of its own; name what is to be written");
}

Status check_outside_inputs(const fs::path& path, const OutputRule& rule) {
  std::error_code error;
  fs::path folder = fs::weakly_canonical(fs::absolute(path, error), error).parent_path();
  for (; !error && !folder.empty(); folder = folder.parent_path()) {
    struct stat status{};
    if (::stat(folder.c_str(), &status) == 0 &&
        rule.inputs.contains({status.st_dev, status.st_ino})) {
      return refused(path, "lies in a folder that this command reads; choose another place");
    }
    if (folder == folder.parent_path()) break;
  }
  return {};
}

Status check_output_file(const fs::path& file, const OutputRule& rule, const std::string& ending) {
  if (!file.has_filename()) return refused(file, "is the name of a folder, not of a file");
  if (!ending.empty() && file.extension() != ending) {
    return refused(file, fmt::format("is not the name of a {} file, which is what is written: end "
                                     "it in {}",
                                     ending.substr(1), ending));
  }
  CHESTLENS_TRY(const auto status, entry_at(file));
  if (!status) return check_place(file);
  CHESTLENS_CHECK(refuse_link(file, *status));
  CHESTLENS_CHECK(refuse_input(file, *status, rule));
  if (S_ISDIR(status->st_mode)) return refused(file, "is a folder, not a file");
  if (!S_ISREG(status->st_mode)) return refused(file, "is no file that could be replaced");
  CHESTLENS_CHECK(check_outside_inputs(file, rule));
  if (!rule.replace) return refused(file, "is there already; --replace writes over it");
  return check_place(file);
}

Status check_output_folder(const fs::path& folder, const OutputRule& rule, const OwnFolder& own) {
  return check_folder(folder, rule, own, Use::replaced);
}

Status check_growing_folder(const fs::path& folder, const OutputRule& rule, const OwnFolder& own) {
  return check_folder(folder, rule, own, Use::grown);
}

Status commit_output_folder(TemporaryFolder& made, const fs::path& folder, const OutputRule& rule,
                            const OwnFolder& own) {
  CHESTLENS_CHECK(check_output_folder(folder, rule, own));
  return made.commit();
}

Status holds_only(const fs::path& folder, const std::set<std::string>& files) {
  std::set<std::string> folders;
  for (const std::string& file : files) {
    for (fs::path above = fs::path(file).parent_path(); !above.empty(); above = above.parent_path())
      folders.insert(above.string());
  }
  std::size_t others = 0;
  std::string example;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const std::string name = at->path().lexically_relative(folder).string();
    const fs::file_type type = at->symlink_status(error).type();
    if (type == fs::file_type::directory ? folders.contains(name)
                                         : type == fs::file_type::regular && files.contains(name))
      continue;
    if (type == fs::file_type::directory && !fs::is_empty(at->path(), error)) continue;
    if (others++ == 0 || name < example) example = name;
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  if (others == 0) return {};
  return refused(folder, others == 1
                             ? "holds another file, " + example
                             : fmt::format("holds {} other files, e.g. {}", others, example));
}

}  // namespace chestlens
