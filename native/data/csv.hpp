#pragma once

#include <chestlens/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// One record and the line (from 1) on which it starts.
struct CsvRecord {
  int line = 1;
  std::vector<std::string> fields;
};

/// Records of a CSV text in any encoding of read_saved_text (RFC 4180: quotes, doubled quotes, line
/// breaks inside quotes; LF, CRLF or CR). Fields are separated by commas, semicolons or tabs,
/// whichever the first line has most of; blanks may stand around quotes. Blank lines are left out.
/// Errors: parse, naming the line; those of read_saved_text.
Result<std::vector<CsvRecord>> parse_csv(std::string_view text);

/// A field without the blanks around it, those of word processors and web pages among them.
std::string_view trimmed_field(std::string_view field);

/// One record with a line break at its end; fields are quoted where they need to be.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace chestlens
