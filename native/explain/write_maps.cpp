#include "explain/write_maps.hpp"

#include "explain/film_panel.hpp"
#include "io/atomic_file.hpp"
#include "io/descriptor.hpp"
#include "io/output_folder.hpp"
#include "io/text.hpp"
#include "plot/svg.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FolderWriter maps_writer{"maps", "chestlens explain"};

constexpr const char* maps_style = R"(
:root { color-scheme: light dark; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db;
  --paper: #ffffff; --accent: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --soft: #a9b1bd; --line: #3b4350;
  --paper: #14181f; --accent: #6cc0f0; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 96rem;
  padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
p, ul { max-width: 46rem; margin: .5rem 0; }
.note, li { color: var(--soft); }
.warning { border-left: 4px solid var(--accent); padding-left: .8rem; font-weight: 600; }
.scroll { overflow-x: auto; }
@media print { body { max-width: none; } }
)";

std::string page_name(int page) {
  return page == 1 ? "index.html" : fmt::format("page-{}.html", page);
}

/// Links to the pages before and after, where there are any.
std::string links(int page, bool is_last) {
  std::string html;
  if (page > 1) html += fmt::format("<a href=\"{}\">Page {}</a> ", page_name(page - 1), page - 1);
  if (!is_last) html += fmt::format("<a href=\"{}\">Page {}</a>", page_name(page + 1), page + 1);
  return html.empty() ? "" : "<p>" + html + "</p>\n";
}

std::string page_of(const MapsHead& maps, const std::string& sections, int page, bool is_last) {
  const std::string title =
      page == 1 && is_last ? maps.title : fmt::format("{}, page {}", maps.title, page);
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>ChestLens: {0}</title>\n<style>{1}</style></head><body>\n<main>\n<h1>{0}</h1>\n"
      "<p>{2}</p>\n<p class=\"warning\">{3}</p>\n{4}{5}",
      xml_text(title), std::string(maps_style) + panel_style, xml_text(maps.lead),
      xml_text(map_warning), links(page, is_last), sections);
  html += "<section><h2>What the maps are</h2>\n<ul>\n";
  for (const std::string& meaning : maps.meanings) {
    html += fmt::format("<li>{}</li>\n", xml_text(meaning));
  }
  return html + "</ul></section>\n" + links(page, is_last) + "</main>\n</body></html>\n";
}

}  // namespace

MapsWriter::MapsWriter(fs::path folder, MapsHead head, std::size_t full_bytes)
    : folder_(std::move(folder)), head_(std::move(head)), full_bytes_(full_bytes) {}

Status MapsWriter::add(const std::string& name, const Panel& panel) {
  CHESTLENS_TRY(const auto png, to_png(panel));
  CHESTLENS_CHECK(write_file_atomic(folder_ / (name + ".png"), png));
  CHESTLENS_TRY(auto section, to_html(panel));
  return put(std::move(section));
}

Status MapsWriter::say(const std::string& sentence) {
  return put(fmt::format("<p class=\"note\">{}</p>\n", html_text(sentence)));
}

Status MapsWriter::put(std::string section) {
  if (sections_.size() >= full_bytes_) CHESTLENS_CHECK(close_page(/*is_last=*/false));
  sections_ += section;
  return {};
}

Status MapsWriter::close_page(bool is_last) {
  CHESTLENS_CHECK(
      write_file_atomic(folder_ / page_name(page_), page_of(head_, sections_, page_, is_last)));
  sections_.clear();
  ++page_;
  return {};
}

Status MapsWriter::append(const std::string& file, std::string_view text) {
  const fs::path path = folder_ / file;
  const auto failed = [&] {
    return fail(ErrorCode::io, "cannot be written: " + system_reason(errno), path.string());
  };
  Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (descriptor.get() < 0) return failed();
  while (!text.empty()) {
    const auto written = ::write(descriptor.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(descriptor.get()) != 0 || descriptor.close() != 0) return failed();
  return {};
}

Status MapsWriter::finish() {
  return close_page(/*is_last=*/true);
}

Status check_maps_folder(const fs::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, maps_writer);
}

Status write_maps(const fs::path& folder, const MapsHead& head, const OutputRule& rule,
                  const std::function<Status(MapsWriter& maps)>& fill) {
  return fill_output_folder(folder, maps_writer, rule, [&](const fs::path& made) -> Status {
    MapsWriter maps(made, head);
    CHESTLENS_CHECK(fill(maps));
    return maps.finish();
  });
}

}  // namespace chestlens
