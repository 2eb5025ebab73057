#include "cli/rows_file.hpp"
#include "cli/rows_paths.hpp"
#include "io/atomic_file.hpp"
#include "io/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view csv_begin = "file,trust,trust_score,perhaps,predicted,";
constexpr std::string_view older_csv_begin = "file,predicted,";  // before there was trust
constexpr std::string_view json_begin = "{\"file\":\"";

bool begins_with(const fs::path& path, std::string_view text) {
  const auto head = read_head(path, text.size());
  return head && text.starts_with(
                     std::string_view(reinterpret_cast<const char*>(head->data()), head->size()));
}

bool is_own_rows(const fs::path& path, ResultFormat format) {
  if (format != ResultFormat::csv) return begins_with(path, json_begin);
  return begins_with(path, csv_begin) || begins_with(path, older_csv_begin);
}

bool is_own_made(const fs::path& path) {
  const auto text = read_text(path, JsonLimits{}.bytes);
  const auto json = text ? parse_json(*text) : tl::unexpected(text.error());
  return json && json->is_object() && json->contains("by") && json->at("by") == "chestlens predict";
}

/// Whether what is in the place, if anything is, may go.
Status check_own(const fs::path& path, const FileSet& inputs, bool is_own) {
  CHESTLENS_CHECK(check_output_file(path, {.replace = true, .inputs = inputs}));
  std::error_code error;
  if (is_own || !fs::exists(path, error)) return {};
  return fail(ErrorCode::invalid_argument,
              "is no file that chestlens predict wrote; choose another place", path.string());
}

/// "batch 4, this call has 8", of the first that differs.
std::string difference(const Json& was, const Json& now) {
  constexpr std::size_t longest_shown = 40;
  for (const auto& [key, value] : now.items()) {
    const std::string before = was.contains(key) ? was.at(key).dump() : "unknown";
    const std::string after = value.dump();
    if (before == after) continue;
    return std::max(before.size(), after.size()) > longest_shown
               ? "other " + key
               : fmt::format("{} {}, this call has {}", key, before, after);
  }
  return "";
}

}  // namespace

Result<ResultFormat> rows_format(const fs::path& file) {
  if (file.extension() == ".csv") return ResultFormat::csv;
  if (file.extension() == ".jsonl") return ResultFormat::json_lines;
  return fail(ErrorCode::invalid_argument,
              "is the name of neither a .csv nor a .jsonl file, which are what is written",
              file.string());
}

Status check_made_of(const fs::path& path, const std::string& made) {
  CHESTLENS_TRY(const auto text, read_text(path, JsonLimits{}.bytes));
  CHESTLENS_CHECK(with_context(check_json(text), path.string()));
  const std::string differs = difference(Json::parse(text), Json::parse(made));
  if (differs.empty()) return {};
  return fail(ErrorCode::invalid_argument,
              "the rows that are there were made with " + differs + "; --replace begins again",
              path.string());
}

Status check_rows_place(const fs::path& file, const OutputRule& rule) {
  CHESTLENS_TRY(const auto format, rows_format(file));
  CHESTLENS_CHECK(check_outside_inputs(file, rule));
  CHESTLENS_CHECK(check_output_file(file, rule));
  CHESTLENS_CHECK(check_own(file, rule.inputs, is_own_rows(file, format)));
  return check_own(made_file(file), rule.inputs, is_own_made(made_file(file)));
}

Status check_rows_file(const fs::path& file, const RowsRule& rule) {
  CHESTLENS_TRY(const auto format, rows_format(file));
  const FileSet& inputs = rule.output.inputs;
  const bool replaces = rule.output.replace || rule.resume;
  CHESTLENS_CHECK(check_rows_place(file, {.replace = replaces, .inputs = inputs}));
  const fs::path partial = partial_file(file), partial_made = partial_made_file(file);
  CHESTLENS_CHECK(check_own(partial_made, inputs, is_own_made(partial_made)));
  CHESTLENS_CHECK(check_own(partial, inputs, is_own_rows(partial, format)));
  std::error_code error;
  if (replaces || !fs::exists(partial, error)) return {};
  return fail(ErrorCode::invalid_argument,
              "holds the rows of a call that did not end; --resume goes on after them, --replace "
              "begins again",
              partial.string());
}

Result<bool> is_whole(const fs::path& file, const std::string& made) {
  std::error_code error;
  if (!fs::exists(file, error) || fs::exists(partial_file(file), error)) return false;
  CHESTLENS_CHECK(check_made_of(made_file(file), made));
  return true;
}

std::string made_of_rows(const fs::path& file) {
  std::error_code error;
  const bool is_partial = fs::exists(partial_file(file), error);
  return read_text(is_partial ? partial_made_file(file) : made_file(file), JsonLimits{}.bytes)
      .value_or("");
}

}  // namespace chestlens
