#include "serve/site_file.hpp"

#include "io/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types = {{
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".md", "text/plain; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".webmanifest", "application/manifest+json"},
    {".webp", "image/webp"},
}};

/// The path below the site's folder; nothing where a part of it could lead out or is hidden.
std::optional<fs::path> relative_path(std::string_view path) {
  if (!path.starts_with('/') || path.find('\0') != std::string_view::npos) return std::nullopt;
  fs::path relative;
  for (std::size_t begin = 1; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part.starts_with('.')) return std::nullopt;
    relative /= part;
    begin = end + 1;
  }
  if (path.ends_with('/')) relative /= "index.html";
  return relative;
}

bool lies_in(const fs::path& folder, const fs::path& file) {
  const auto [at, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return at == folder.end() && rest != file.end();
}

/// The file's own place and state, where it is a plain file of the folder.
std::optional<std::pair<fs::path, struct stat>> plain_file(const fs::path& root,
                                                           const fs::path& relative) {
  std::error_code error;
  const fs::path file = fs::canonical(root / relative, error);
  struct stat state{};
  if (error || !lies_in(root, file)) return std::nullopt;
  if (::stat(file.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) return std::nullopt;
  return std::pair(file, state);
}

bool is_older(const struct stat& one, const struct stat& other) {
  return std::pair(one.st_mtim.tv_sec, one.st_mtim.tv_nsec) <
         std::pair(other.st_mtim.tv_sec, other.st_mtim.tv_nsec);
}

bool is_of_a_build(const fs::path& relative) {
  return relative.begin()->string().starts_with("app-") && ++relative.begin() != relative.end();
}

}  // namespace

std::string content_type(const fs::path& file) {
  const std::string ending = lower_case(file.extension().string());
  const auto found = std::ranges::find(types, ending, [](const auto& one) { return one.first; });
  return std::string(found == types.end() ? "application/octet-stream" : found->second);
}

bool accepts_encoding(std::string_view accept_encoding, std::string_view encoding) {
  while (!accept_encoding.empty()) {
    const std::size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view item = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    if (lower_case(trimmed(item.substr(0, semicolon))) != encoding) continue;
    const std::string_view quality = trimmed(item.substr(std::min(semicolon + 1, item.size())));
    return quality.empty() || quality.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

Result<SiteFile> find_site_file(const fs::path& folder, std::string_view path,
                                std::string_view accept_encoding) {
  const auto refused = [&] {
    return fail(ErrorCode::not_found, "no such file", std::string(path));
  };
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);  // looked up each time: a site is replaced
  const auto relative = relative_path(path);
  if (error || !relative) return refused();
  const auto plain = plain_file(root, *relative);
  if (!plain) return refused();

  auto [file, state] = *plain;
  SiteFile found{.path = file,
                 .type = content_type(*relative),
                 .entity_tag = {},
                 .cache_control =
                     is_of_a_build(*relative) ? "public, max-age=31536000, immutable" : "no-cache"};
  constexpr std::array<std::pair<const char*, const char*>, 2> encodings = {
      {{"br", ".br"}, {"gzip", ".gz"}}};
  for (const auto& [encoding, ending] : encodings) {
    const auto stored = plain_file(root, fs::path(*relative) += ending);
    if (!stored || is_older(stored->second, plain->second)) continue;
    found.has_encodings = true;
    if (!found.encoding.empty() || !accepts_encoding(accept_encoding, encoding)) continue;
    found.encoding = encoding;
    std::tie(found.path, state) = *stored;
  }
  found.bytes = static_cast<std::uint64_t>(state.st_size);
  found.entity_tag = fmt::format("\"{:x}-{:x}-{:x}{:09x}\"", state.st_ino, state.st_size,
                                 state.st_mtim.tv_sec, state.st_mtim.tv_nsec);
  return found;
}

}  // namespace chestlens
