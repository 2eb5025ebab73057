#include "data/csv.hpp"

#include "io/utf8.hpp"

#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

struct Cursor {
  std::string_view text;
  std::size_t at = 0;
  int line = 1;

  bool end() const { return at >= text.size(); }
  char peek() const { return text[at]; }
  bool starts_with(std::string_view token) const { return text.substr(at).starts_with(token); }
  char take() {
    const char c = text[at++];
    if (c == '\n') ++line;
    return c;
  }
};

/// Takes the line break under the cursor, if there is one.
bool take_line_break(Cursor& cursor) {
  if (cursor.starts_with("\r\n")) cursor.take();
  if (cursor.end() || cursor.peek() != '\n') return false;
  cursor.take();
  return true;
}

Result<std::string> quoted_field(Cursor& cursor) {
  const std::string opened_at = "line " + std::to_string(cursor.line);
  std::string field;
  cursor.take();
  while (!cursor.end()) {
    const char c = cursor.take();
    if (c != '"') {
      field += c;
    } else if (!cursor.end() && cursor.peek() == '"') {
      field += cursor.take();
    } else {
      if (cursor.end() || cursor.peek() == ',' || cursor.peek() == '\n' ||
          cursor.starts_with("\r\n")) {
        return field;
      }
      return fail(ErrorCode::parse, "text follows a closing quote", opened_at);
    }
  }
  return fail(ErrorCode::parse, "a quote is opened and never closed", opened_at);
}

std::string plain_field(Cursor& cursor) {
  const std::size_t start = cursor.at;
  while (!cursor.end() && cursor.peek() != ',' && cursor.peek() != '\n' &&
         !cursor.starts_with("\r\n")) {
    cursor.take();
  }
  return std::string(cursor.text.substr(start, cursor.at - start));
}

}  // namespace

Result<std::vector<CsvRecord>> parse_csv(std::string_view text) {
  CHESTLENS_CHECK(check_saved_text(text));
  Cursor cursor{text};
  if (cursor.starts_with("\xEF\xBB\xBF")) cursor.at = 3;
  std::vector<CsvRecord> records;
  while (!cursor.end()) {
    CsvRecord record{cursor.line, {}};
    while (true) {
      if (!cursor.end() && cursor.peek() == '"') {
        CHESTLENS_TRY(auto field, quoted_field(cursor));
        record.fields.push_back(std::move(field));
      } else {
        record.fields.push_back(plain_field(cursor));
      }
      if (cursor.end() || take_line_break(cursor)) break;
      cursor.take();  // the comma
    }
    const bool blank = record.fields.size() == 1 && record.fields.front().empty();
    if (!blank) records.push_back(std::move(record));
  }
  return records;
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != fields.data()) line += ',';
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line += '\n';
}

}  // namespace chestlens
