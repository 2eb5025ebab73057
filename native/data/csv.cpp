#include "data/csv.hpp"

#include "io/saved_text.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

struct Cursor {
  std::string_view text;
  char separator = ',';
  std::size_t at = 0;
  int line = 1;

  bool end() const { return at >= text.size(); }
  char peek() const { return text[at]; }
  bool at_line_break() const { return peek() == '\n' || peek() == '\r'; }
  bool ends_field() const { return end() || peek() == separator || at_line_break(); }
  bool at_blank() const {
    return !end() && peek() != separator && (peek() == ' ' || peek() == '\t');
  }
  char take() {
    const char c = text[at++];
    if (c == '\n' || (c == '\r' && (end() || peek() != '\n'))) ++line;
    return c;
  }
};

/// Takes the line break under the cursor, if there is one.
bool take_line_break(Cursor& cursor) {
  if (cursor.end() || !cursor.at_line_break()) return false;
  if (cursor.take() == '\r' && !cursor.end() && cursor.peek() == '\n') cursor.take();
  return true;
}

/// Past blanks that precede a quote, else where it was.
void pass_blanks_to_quote(Cursor& cursor) {
  Cursor ahead = cursor;
  while (ahead.at_blank()) ahead.take();
  if (!ahead.end() && ahead.peek() == '"') cursor = ahead;
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
      while (cursor.at_blank()) cursor.take();
      if (cursor.ends_field()) return field;
      return fail(ErrorCode::parse, "text follows a closing quote", opened_at);
    }
  }
  return fail(ErrorCode::parse, "a quote is opened and never closed", opened_at);
}

std::string plain_field(Cursor& cursor) {
  const std::size_t start = cursor.at;
  while (!cursor.ends_field()) cursor.take();
  return std::string(cursor.text.substr(start, cursor.at - start));
}

/// What Excel writes into a first line of its own: "sep=;".
bool take_named_separator(Cursor& cursor) {
  constexpr std::size_t named_bytes = 5;
  const std::string_view first = trimmed(cursor.text.substr(0, cursor.text.find_first_of("\r\n")));
  if (first.size() != named_bytes || !lower_case(first).starts_with("sep=")) return false;
  cursor.separator = first.back();
  while (!cursor.end() && !cursor.at_line_break()) cursor.take();
  take_line_break(cursor);
  return true;
}

/// The separator that the first line has most of outside of quotes; of equal ones the comma.
char separator_of(std::string_view text) {
  constexpr std::string_view separators = ",;\t";
  std::array<std::size_t, separators.size()> counts{};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n' || c == '\r') break;
    const std::size_t which = separators.find(c);
    if (which != std::string_view::npos) ++counts[which];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace

Result<std::vector<CsvRecord>> parse_csv(std::string_view text) {
  CHESTLENS_TRY(const auto saved, read_saved_text(text));
  Cursor cursor{saved.text};
  if (!take_named_separator(cursor)) cursor.separator = separator_of(saved.text);
  std::vector<CsvRecord> records;
  while (!cursor.end()) {
    CsvRecord record{cursor.line, {}};
    while (true) {
      pass_blanks_to_quote(cursor);
      if (!cursor.end() && cursor.peek() == '"') {
        CHESTLENS_TRY(auto field, quoted_field(cursor));
        record.fields.push_back(std::move(field));
      } else {
        record.fields.push_back(plain_field(cursor));
      }
      if (cursor.end() || take_line_break(cursor)) break;
      cursor.take();  // the separator
    }
    const bool blank = record.fields.size() == 1 && record.fields.front().empty();
    if (!blank) records.push_back(std::move(record));
  }
  return records;
}

std::string_view trimmed_field(std::string_view field) {
  // Besides ASCII's: no-break space, zero-width space, and a mark that a file in the middle
  // brought.
  constexpr std::string_view blanks[] = {" ",        "\t",           "\r",          "\n",
                                         "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : blanks) {
      if (field.starts_with(blank)) {
        field.remove_prefix(blank.size());
        again = true;
      }
      if (field.ends_with(blank)) {
        field.remove_suffix(blank.size());
        again = true;
      }
    }
  }
  return field;
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
