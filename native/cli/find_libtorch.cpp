#include "cli/find_libtorch.hpp"

#include "cli/loaded_libraries.hpp"
#include "io/atomic_file.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <system_error>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* main_library = "libtorch_cpu.so";

/// "1.13" of "1.13.1"; what has no two numbers as it is.
std::string two_numbers(const std::string& version) {
  std::smatch found;
  return std::regex_search(version, found, std::regex("^[0-9]+\\.[0-9]+")) ? found.str() : version;
}

fs::path where_is_libtorch(const std::vector<LoadedLibrary>& libraries) {
  const auto found = std::ranges::find_if(
      libraries, [](const auto& one) { return one.name.starts_with(main_library); });
  return found == libraries.end() ? fs::path() : found->path;
}

std::vector<std::string> missing(const std::vector<LoadedLibrary>& libraries) {
  std::vector<std::string> names;
  for (const LoadedLibrary& library : libraries) {
    if (library.path.empty()) names.push_back(library.name);
  }
  return names;
}

bool lies_below(const fs::path& file, const fs::path& folder) {
  std::error_code error;
  const fs::path relative = fs::relative(file, folder, error);
  return !error && !relative.empty() && *relative.begin() != "..";
}

void look_first_in(const fs::path& folder) {
  const char* before = std::getenv("LD_LIBRARY_PATH");
  const std::string rest = before == nullptr || *before == '\0' ? "" : std::string(":") + before;
  ::setenv("LD_LIBRARY_PATH", (folder.string() + rest).c_str(), 1);
}

/// Errors: not_found where the folder is no LibTorch's, mismatch where it is another one's.
Status check_chosen(const fs::path& chosen, const std::string& built_with) {
  const fs::path library = chosen / "lib" / main_library;
  const std::string ways = fmt::format(
      "set it to a folder of LibTorch {}, as python3 -c 'import torch; print(torch.__path__[0])' "
      "prints it, or unset it to take the machine's",
      built_with);
  std::error_code error;
  if (!fs::exists(library, error)) {
    return fail(ErrorCode::not_found,
                fmt::format("CHESTLENS_TORCH names {}, but there is no {}: {}", chosen.string(),
                            library.string(), ways));
  }
  const std::string version = libtorch_version(library);
  if (is_same_libtorch(built_with, version)) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("CHESTLENS_TORCH names {}, which is LibTorch {}, but this program was "
                          "built with LibTorch {}: {}",
                          chosen.string(), version, built_with, ways));
}

/// How to get a LibTorch that fits.
std::string way_out(const std::string& built_with, const std::string& release) {
  return fmt::format(
      "take the release with LibTorch inside ({}){}, or set CHESTLENS_TORCH to a folder of "
      "LibTorch {}",
      release, built_with.starts_with("1.13") ? ", on Debian 12 apt-get install libtorch1.13" : "",
      built_with);
}

}  // namespace

std::string libtorch_version(const fs::path& library) {
  std::error_code error;
  const fs::path file = fs::canonical(library, error);
  if (error) return {};
  const std::string name = file.filename().string();
  std::smatch found;
  if (std::regex_search(name, found, std::regex("\\.so\\.([0-9.]+)$"))) return found[1];
  const fs::path above = file.parent_path().parent_path();
  const std::string python = read_text(above / "version.py").value_or("");
  if (std::regex_search(python, found, std::regex("__version__ = '([0-9.]+)"))) return found[1];
  const std::string build = read_text(above / "build-version").value_or("");
  if (std::regex_search(build, found, std::regex("^[0-9.]+"))) return found[0];
  return {};
}

bool is_same_libtorch(const std::string& built_with, const std::string& found) {
  return found.empty() || built_with.empty() || two_numbers(built_with) == two_numbers(found);
}

Status find_libtorch(const fs::path& program, const fs::path& own_folder, const fs::path& chosen,
                     const std::string& built_with, const std::string& release) {
  CHESTLENS_TRY(auto libraries, loaded_libraries(program));
  const fs::path found = where_is_libtorch(libraries);
  if (!chosen.empty() && (found.empty() || !lies_below(found, own_folder))) {
    CHESTLENS_CHECK(check_chosen(chosen, built_with));
    look_first_in(chosen / "lib");
    CHESTLENS_TRY(libraries, loaded_libraries(program));
  }
  if (const auto names = missing(libraries); !names.empty()) {
    return fail(ErrorCode::not_found,
                fmt::format("LibTorch {} is needed, and this machine has no {}: {}", built_with,
                            joined(names), way_out(built_with, release)));
  }
  const fs::path used = where_is_libtorch(libraries);
  const std::string version = used.empty() ? "" : libtorch_version(used);
  if (is_same_libtorch(built_with, version)) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("this program was built with LibTorch {}, and {} is {}: {}", built_with,
                          used.string(), version, way_out(built_with, release)));
}

}  // namespace chestlens
