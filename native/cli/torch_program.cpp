#include "cli/torch_program.hpp"

#include "cli/find_libtorch.hpp"
#include "cli/torch_commands.hpp"
#include "io/build_info.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* program_name = "chestlens-torch";

bool is_torch_command(std::string_view word) {
  return std::ranges::any_of(torch_commands,
                             [&](const TorchCommand& one) { return word == one.name; });
}

/// What this program answers by itself, and the other one in full.
bool is_fuller_there(std::span<const std::string_view> words) {
  if (words.empty()) return false;
  if (words[0] == "completion" || words[0] == "version") return true;
  return std::ranges::find(words, "--version") != words.end() &&
         std::ranges::find(words, "--verbose") != words.end();
}

std::string release_name() {
  return "chestlens-" + build_info().version + "-linux-x86_64-torch.tar.gz";
}

/// Beside this program, or in a release's libexec.
Result<fs::path> find_program() {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path candidates[] = {here / program_name,
                                 here.parent_path() / "libexec" / program_name};
  for (const fs::path& candidate : candidates) {
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return fail(
      ErrorCode::not_found,
      fmt::format(
          "LibTorch is needed, by the program {}, which is not in {}: take the release with "
          "LibTorch inside ({}), or build the target chestlens from the sources",
          program_name, here.string(), release_name()));
}

/// The folder that CHESTLENS_TORCH names; two words are the build's.
fs::path chosen_libtorch() {
  const char* value = std::getenv("CHESTLENS_TORCH");
  const std::string_view text = value == nullptr ? "" : value;
  return text == "debian" || text == "pip" ? fs::path() : fs::path(text);
}

Result<fs::path> ready_program() {
  CHESTLENS_TRY(const fs::path program, find_program());
  CHESTLENS_CHECK(find_libtorch(program, program.parent_path().parent_path(), chosen_libtorch(),
                                build_info().libtorch, release_name()));
  return program;
}

}  // namespace

bool needs_torch(std::span<const std::string_view> words) {
  if (words.empty()) return false;
  if (is_torch_command(words[0])) return true;
  return words.size() > 1 && words[0] == "help" && is_torch_command(words[1]);
}

Status run_torch_program(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + std::min(argc, 1), argv + argc);
  const bool is_needed = needs_torch(words);
  if (!is_needed && !is_fuller_there(words)) return {};
  const auto program = ready_program();
  if (!program) return is_needed ? Status(tl::unexpected(program.error())) : Status();
  ::execv(program->c_str(), argv);
  return fail(ErrorCode::io, system_reason(errno), program->string());
}

Status torch_is_here() {
  const auto program = ready_program();
  return program ? Status() : Status(tl::unexpected(program.error()));
}

}  // namespace chestlens
