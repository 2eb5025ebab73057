#pragma once

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace chestlens {

/// A file of a site as it is sent.
struct SiteFile {
  std::filesystem::path path;  // no link
  std::uint64_t bytes = 0;
  std::string type;            // Content-Type
  std::string encoding = {};   // Content-Encoding, "br" or "gzip"; of a file stored so
  std::string entity_tag;      // ETag, with its quotes: another one after each change
  std::string cache_control;   // files of app-BUILD/ never change, others are asked for again
  bool has_encodings = false;  // whether the answer depends on Accept-Encoding
};

/// The file below `folder` that a decoded path names, "/" and "/a/" being index.html; in its place
/// the file with .br or .gz at its end, where `accept_encoding` has that and it is not the older
/// one. Errors: not_found for what is not there or no plain file, for a name that begins with a
/// dot, and for whatever lies outside of the folder, through a link or not.
Result<SiteFile> find_site_file(const std::filesystem::path& folder, std::string_view path,
                                std::string_view accept_encoding);

/// By the ending of a file's name: "text/javascript" of "a.mjs".
std::string content_type(const std::filesystem::path& file);

/// Whether a header Accept-Encoding has `encoding`, and not with q=0.
bool accepts_encoding(std::string_view accept_encoding, std::string_view encoding);

}  // namespace chestlens
