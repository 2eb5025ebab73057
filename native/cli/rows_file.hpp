#pragma once

#include "cli/predict_results.hpp"
#include "io/descriptor.hpp"
#include "io/output.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chestlens {

// Rows that are written for hours: FILE.partial grows, with FILE.partial.json beside it, which says
// what makes them. Once all rows are there, the two become FILE and FILE.json.

/// Whether rows are begun, and what of an earlier call goes.
struct RowsRule {
  OutputRule output;
  bool resume = false;
};

/// The format by FILE's ending, .csv or .jsonl. Errors: invalid_argument.
Result<ResultFormat> rows_format(const std::filesystem::path& file);

/// Whether nothing is at FILE, or rows of `chestlens predict` that the rule lets go. Errors:
/// invalid_argument, io.
Status check_rows_place(const std::filesystem::path& file, const OutputRule& rule);

/// Whether FILE may be written, asked before the work: what is there is of `chestlens predict`, and
/// --replace or, for rows that were not finished, --resume was given. Errors: invalid_argument, io.
Status check_rows_file(const std::filesystem::path& file, const RowsRule& rule);

/// Whether FILE is whole and `made` of it. Errors: invalid_argument where it is whole and was made
/// of something else.
Result<bool> is_whole(const std::filesystem::path& file, const std::string& made);

/// What made FILE's rows, finished or not: a JSON object, "" where there are none.
std::string made_of_rows(const std::filesystem::path& file);

/// FILE.partial while it is written. One without a row is gone at the end.
class RowsFile {
 public:
  /// `made` is a JSON object of what makes the rows; `head` stands before them. With `resume`, rows
  /// that are there are kept. Errors: invalid_argument where they were made of something else, or
  /// another process writes them; io.
  static Result<RowsFile> open(const std::filesystem::path& file, const std::string& made,
                               const std::string& head, bool resume);
  /// FILE itself, to read its rows. Errors: io.
  static Result<RowsFile> open_whole(const std::filesystem::path& file, const std::string& head);
  ~RowsFile();
  RowsFile(RowsFile&& other) = default;
  RowsFile& operator=(RowsFile&&) = delete;

  /// The next whole row that is there already, with its line break. Errors: io.
  Result<std::optional<std::string>> next_row();
  /// Bytes up to the end of the row that was read last.
  std::size_t offset() const { return offset_; }
  /// Drops what follows; rows are appended there. Errors: io.
  Status cut(std::size_t offset);

  /// Writes whole rows; what could not be written whole is taken back. Errors: io.
  Status append(std::string_view rows);
  /// Puts the rows under the name of FILE where check_rows_place still allows it; otherwise they
  /// stay, as FILE.partial. Errors: invalid_argument, io.
  Status commit(const OutputRule& rule);

 private:
  RowsFile(std::filesystem::path file, Descriptor descriptor, std::size_t head_bytes, bool is_csv)
      : file_(std::move(file)),
        descriptor_(std::move(descriptor)),
        head_bytes_(head_bytes),
        is_csv_(is_csv) {}
  Status failed(int number) const;
  Result<bool> read_more();

  std::filesystem::path file_;
  Descriptor descriptor_;
  std::size_t head_bytes_;
  bool is_csv_;  // line breaks may be within quotes
  std::size_t offset_ = 0;
  std::string read_;  // from at_ on not yet given out
  std::size_t at_ = 0;
  bool is_committed_ = false;
};

}  // namespace chestlens
