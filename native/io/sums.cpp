#include "io/sums.hpp"

#include "io/atomic_file.hpp"
#include "io/output.hpp"
#include "io/sha256.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view separator = "  ";

std::string headline(std::string_view writer) {
  return "# written by " + std::string(writer) + "\n";
}

Result<std::string> digest_of(const fs::path& file) {
  CHESTLENS_TRY(const auto bytes, read_file(file));
  return sha256_hex(bytes);
}

/// The digests by file; empty where the text is no list of `writer`.
std::map<std::string, std::string> parse_sums(std::string_view text, std::string_view writer) {
  const std::string head = headline(writer);
  std::map<std::string, std::string> sums;
  if (!text.starts_with(head)) return sums;
  text.remove_prefix(head.size());
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t at = line.find(separator);
    if (at == std::string_view::npos) return {};
    sums[std::string(line.substr(at + separator.size()))] = line.substr(0, at);
  }
  return sums;
}

}  // namespace

Status write_sums(const fs::path& folder, std::string_view writer) {
  std::set<std::string> files;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_regular_file(error)) files.insert(at->path().lexically_relative(folder).string());
  }
  if (error) return fail(ErrorCode::io, "cannot be read: " + error.message(), folder.string());
  files.erase(sums_file);
  std::string text = headline(writer);
  for (const std::string& file : files) {
    CHESTLENS_TRY(const auto digest, digest_of(folder / file));
    text.append(digest).append(separator).append(file).append("\n");
  }
  return write_file_atomic(folder / sums_file, text);
}

Status check_sums(const fs::path& folder, std::string_view writer, std::string_view kept) {
  const auto text = read_text(folder / sums_file);
  const auto sums = parse_sums(text.value_or(""), writer);
  std::set<std::string> files;
  if (!kept.empty()) files.emplace(kept);
  if (!sums.empty()) files.insert(sums_file);
  for (const auto& [file, digest] : sums) files.insert(file);
  CHESTLENS_CHECK(holds_only(folder, files));
  for (const auto& [file, expected] : sums) {
    if (file == kept) continue;
    const auto digest = digest_of(folder / file);
    if (!digest && digest.error().code == ErrorCode::not_found) continue;
    CHESTLENS_CHECK(digest);
    if (*digest != expected) {
      return fail(ErrorCode::mismatch, "holds " + file + ", which was changed since it was written",
                  folder.string());
    }
  }
  return {};
}

}  // namespace chestlens
