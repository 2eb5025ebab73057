#pragma once

#include "explain/panel.hpp"
#include "io/output.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// What stands at the head and the end of the page of maps.
struct MapsHead {
  std::string title;
  std::string lead;                   // what the page is of, in a sentence or two
  std::vector<std::string> meanings;  // of the methods, a sentence each
};

/// Writes panels as they are made, so that memory does not grow with their number: a PNG of each,
/// and pages that hold them, index.html and, where that is full, page-2.html and so on, each of
/// which needs nothing beside it and has no script.
class MapsWriter {
 public:
  /// A page is full once it has so many bytes.
  static constexpr std::size_t full_page_bytes = std::size_t{8} << 20;

  /// Into a folder that is there.
  MapsWriter(std::filesystem::path folder, MapsHead head, std::size_t full_bytes = full_page_bytes);

  /// NAME.png, and the panel on the page. Errors: those of encode_png, io.
  Status add(const std::string& name, const Panel& panel);

  /// A sentence in the place of a panel. Errors: io.
  Status say(const std::string& sentence);

  /// Adds to another file. Errors: io.
  Status append(const std::string& file, std::string_view text);

  /// Writes the last page. Errors: io.
  Status finish();

 private:
  Status put(std::string section);
  Status close_page(bool is_last);

  std::filesystem::path folder_;
  MapsHead head_;
  std::size_t full_bytes_;
  std::string sections_ = {};  // of the page
  int page_ = 1;
};

/// Whether the folder may be written, asked before the work. Errors: invalid_argument, io.
Status check_maps_folder(const std::filesystem::path& folder, const OutputRule& rule);

/// The folder of what `fill` writes, with SHA256SUMS, by which it is known again; all or none.
/// Errors: those of check_maps_folder and of `fill`, io.
Status write_maps(const std::filesystem::path& folder, const MapsHead& head, const OutputRule& rule,
                  const std::function<Status(MapsWriter& maps)>& fill);

}  // namespace chestlens
