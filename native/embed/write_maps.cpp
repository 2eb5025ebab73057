#include "embed/write_maps.hpp"

#include "embed/map_picture.hpp"
#include "io/output_folder.hpp"
#include "io/png_text.hpp"

#include <vector>

namespace chestlens {
namespace {

constexpr FolderWriter maps_writer{"maps", "chestlens embed"};

}  // namespace

Status check_maps_place(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, maps_writer);
}

Status write_maps(const std::filesystem::path& folder, const MapStudy& study,
                  const OutputRule& rule) {
  CHESTLENS_CHECK(check_maps_place(folder, rule));
  const ScatterChart picture = map_picture(study);
  CHESTLENS_TRY(const auto png, with_context(to_png(picture), "maps.png"));
  std::vector<OutputFile> files{
      output_file("maps.png", with_png_text(png, "Software", maps_writer.command)),
      {"maps.svg", to_svg(picture)},
      {"separation.md", to_markdown(study)},
      {"separation.json", to_json(study)}};
  for (const ModelMap& model : study.models) {
    files.push_back({"places-" + model.name + ".csv", places_csv(study, model)});
  }
  return write_output_folder(folder, files, maps_writer, rule);
}

}  // namespace chestlens
