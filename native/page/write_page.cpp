#include "io/output_folder.hpp"
#include "page/page.hpp"

#include <utility>

namespace chestlens {
namespace {

constexpr FolderWriter page_writer{"a page", "chestlens show"};

}  // namespace

std::vector<OutputFile> page_files(const Page& page, std::string name) {
  std::vector<OutputFile> files{{std::move(name), to_html(page)}};
  for (const PageSection& section : page.sections) {
    for (const PageFigure& figure : section.figures) files.push_back({figure.file, figure.svg});
  }
  return files;
}

Status check_page_folder(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, page_writer);
}

Status write_page(const std::filesystem::path& folder, const Page& page, const OutputRule& rule) {
  return write_output_folder(folder, page_files(page, "index.html"), page_writer, rule);
}

}  // namespace chestlens
