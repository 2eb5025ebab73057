#pragma once

#include "io/output.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

// Folders that a command writes as a whole and knows again by the digests in their SHA256SUMS.

/// Whose a folder is.
struct FolderWriter {
  std::string_view what;       // "a page"
  std::string_view command;    // "chestlens show"
  std::string_view kept = {};  // a file that may lie beside what the command wrote
};

struct OutputFile {
  std::string name;
  std::string bytes;
};

/// Whether the folder may be written, asked before the work. Errors: those of check_output_folder.
Status check_written_folder(const std::filesystem::path& folder, const OutputRule& rule,
                            const FolderWriter& writer);

/// Writes what `fill` puts into the new folder that it is given, and SHA256SUMS, all or none. Files
/// must be on the disk, as write_file_atomic leaves them. Errors: those of check_output_folder and
/// of `fill`, io.
Status fill_output_folder(const std::filesystem::path& folder, const FolderWriter& writer,
                          const OutputRule& rule,
                          const std::function<Status(const std::filesystem::path& made)>& fill);

/// The same of files at hand.
Status write_output_folder(const std::filesystem::path& folder, std::span<const OutputFile> files,
                           const FolderWriter& writer, const OutputRule& rule);

/// The bytes of a picture, say.
OutputFile output_file(std::string name, std::span<const std::byte> bytes);

}  // namespace chestlens
