#include "io/other_names.hpp"

#include "io/saved_text.hpp"
#include "io/utf8.hpp"

#include <optional>
#include <system_error>

namespace chestlens {

namespace fs = std::filesystem;

std::string utf8_name(std::string_view name) {
  return first_not_utf8(name) == std::string_view::npos ? std::string(name)
                                                        : from_windows_1252(name);
}

fs::path utf8_path(const fs::path& path) {
  fs::path readable;
  for (const fs::path& part : path) readable /= utf8_name(part.string());
  return readable;
}

fs::path path_on_disk(const fs::path& path) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) return path;
  fs::path found;
  for (const fs::path& part : path) {
    // What lies in an archive has a name in UTF-8.
    if (fs::exists(found / part, ignored) || fs::is_regular_file(found, ignored)) {
      found /= part;
      continue;
    }
    const auto bytes = to_windows_1252(part.string());
    if (!bytes || !fs::exists(found / *bytes, ignored)) return path;
    found /= *bytes;
  }
  return found;
}

}  // namespace chestlens
