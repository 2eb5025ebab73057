#include "io/atomic_file.hpp"
#include "io/sums.hpp"
#include "io/temporary.hpp"
#include "report/page.hpp"

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view page_writer = "chestlens show";

OwnFolder page_folder() {
  return {"a page", [](const fs::path& folder) { return check_sums(folder, page_writer); }};
}

}  // namespace

Status check_page_folder(const fs::path& folder, const OutputRule& rule) {
  CHESTLENS_TRY(const auto named, named_output(folder));
  return check_output_folder(named, rule, page_folder());
}

Status write_page(const fs::path& folder, const Page& page, const OutputRule& rule) {
  CHESTLENS_CHECK(check_page_folder(folder, rule));
  CHESTLENS_TRY(const auto named, named_output(folder));
  remove_leftovers(named);
  CHESTLENS_TRY(auto made, TemporaryFolder::beside(named));
  for (const PageSection& section : page.sections) {
    for (const PageFigure& figure : section.figures) {
      CHESTLENS_CHECK(write_file_atomic(made.path() / figure.file, figure.svg));
    }
  }
  CHESTLENS_CHECK(write_file_atomic(made.path() / "index.html", to_html(page)));
  CHESTLENS_CHECK(write_sums(made.path(), page_writer));
  return commit_output_folder(made, named, rule, page_folder());
}

}  // namespace chestlens
