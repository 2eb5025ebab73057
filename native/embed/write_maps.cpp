#include "embed/write_maps.hpp"

#include "embed/map_picture.hpp"
#include "io/atomic_file.hpp"
#include "io/png_text.hpp"
#include "io/sums.hpp"
#include "io/temporary.hpp"

#include <string_view>

namespace chestlens {
namespace {

constexpr std::string_view writer = "chestlens embed";

OwnFolder own_maps() {
  return {"maps", [](const std::filesystem::path& folder) { return check_sums(folder, writer); }};
}

}  // namespace

Status check_maps_place(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_output_folder(folder, rule, own_maps());
}

Status write_maps(const std::filesystem::path& given, const MapStudy& study,
                  const OutputRule& rule) {
  CHESTLENS_TRY(const auto folder, named_output(given));
  CHESTLENS_CHECK(check_maps_place(folder, rule));
  remove_leftovers(folder);
  CHESTLENS_TRY(auto made, TemporaryFolder::beside(folder));
  const ScatterChart picture = map_picture(study);
  CHESTLENS_TRY(const auto png, with_context(to_png(picture), "maps.png"));
  CHESTLENS_CHECK(
      write_file_atomic(made.path() / "maps.png", with_png_text(png, "Software", writer)));
  CHESTLENS_CHECK(write_file_atomic(made.path() / "maps.svg", to_svg(picture)));
  for (const ModelMap& model : study.models) {
    CHESTLENS_CHECK(write_file_atomic(made.path() / ("places-" + model.name + ".csv"),
                                      places_csv(study, model)));
  }
  CHESTLENS_CHECK(write_file_atomic(made.path() / "separation.md", to_markdown(study)));
  CHESTLENS_CHECK(write_file_atomic(made.path() / "separation.json", to_json(study)));
  CHESTLENS_CHECK(write_sums(made.path(), writer));
  return commit_output_folder(made, folder, rule, own_maps());
}

}  // namespace chestlens
