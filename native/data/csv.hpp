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

/// Records of a CSV text (RFC 4180: quotes, doubled quotes, line breaks inside quotes; LF or CRLF;
/// a byte-order mark is skipped). Blank lines are left out. Errors: parse, naming the line; also
/// for what check_saved_text (io/utf8.hpp) knows to be no text in UTF-8.
Result<std::vector<CsvRecord>> parse_csv(std::string_view text);

/// One record with a line break at its end; fields are quoted where they need to be.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace chestlens
