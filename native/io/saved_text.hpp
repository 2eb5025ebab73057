#pragma once

#include <chestlens/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace chestlens {

/// A text file that people saved, in UTF-8 and without a byte-order mark.
struct SavedText {
  std::string text;
  bool is_guessed = false;  // some lines are not Unicode and were read as Windows-1252
};

/// Reads UTF-8, UTF-16 with a byte-order mark or without, and lines that are neither as
/// Windows-1252, in which every byte is a character (WHATWG), so that none is lost. Errors: parse,
/// naming what came in the place of a text: see mistaken_file; a workbook, bytes.
Result<SavedText> read_saved_text(std::string_view bytes);

/// Windows-1252 by WHATWG, in which every byte is a character, and back; nothing for a text with
/// other characters.
std::string from_windows_1252(std::string_view bytes);
std::optional<std::string> to_windows_1252(std::string_view text);

/// What a file is that came in the place of another, by its beginning: a web page or a pointer of
/// Git LFS, with the way out; "" where it is neither.
std::string mistaken_file(std::string_view beginning);

/// "metadata.csv: is not UTF-8 and was read as Windows-1252; ...".
std::string guess_note(std::string_view name);

}  // namespace chestlens
