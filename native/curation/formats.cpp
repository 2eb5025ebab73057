#include "curation/formats.hpp"

#include "data/manifest.hpp"
#include "io/nearest.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::array<ImportFormat, 10> formats = {{
    {"chexpert", "CheXpert: train.csv and valid.csv (which becomes the test split)",
     import_chexpert},
    {"covidx",
     "COVIDx label files train*.txt and test*.txt, beside the films or in labels: PATIENT FILE\n"
     "    CLASS [SOURCE]; where several versions lie there, --labels chooses",
     import_covidx},
    {"folder",
     "one folder per class, below train, val and test folders where there are any; masks\n"
     "    are left out",
     import_folder},
    {"ieee8023", "ieee8023/covid-chestxray-dataset: metadata.csv", import_ieee8023},
    {"kaggle", "chest_xray of Kaggle or Mendeley: train, val and test with NORMAL and PNEUMONIA",
     import_kaggle},
    {"mimic-cxr",
     "MIMIC-CXR or MIMIC-CXR-JPG: mimic-cxr-2.0.0-metadata.csv, -chexpert.csv and -split.csv,\n"
     "    or .csv.gz, and files/p10/p10000032/..., as DICOM or JPEG",
     import_mimic},
    {"nih", "NIH ChestX-ray14: Data_Entry_2017.csv, test_list.txt where it is there", import_nih},
    {"padchest",
     "PadChest: PADCHEST_chest_x_ray_images_labels_160K_*.csv, and the films in folders or in\n"
     "    the archives 0.zip, 1.zip and so on",
     import_padchest},
    {"rsna",
     "RSNA Pneumonia Detection Challenge: stage_2_train_labels.csv,\n"
     "    stage_2_detailed_class_info.csv and stage_2_train_images; patients by\n"
     "    pneumonia-challenge-dataset-mappings_2018.json, where it is there",
     import_rsna},
    {"vindr",
     "VinDr-CXR: annotations/image_labels_train.csv and _test.csv, or Kaggle's train.csv. A\n"
     "    finding counts where most radiologists name it, \"No finding\" where all do",
     import_vindr},
}};

bool has_extension(const fs::path& path, std::span<const std::string_view> extensions) {
  return std::ranges::find(extensions, lower_case(path.extension().string())) != extensions.end();
}

}  // namespace

bool is_film_name(const fs::path& path) {
  constexpr std::array<std::string_view, 13> films = {".png",  ".jpg",  ".jpeg", ".bmp", ".tif",
                                                      ".tiff", ".webp", ".jp2",  ".j2k", ".jpc",
                                                      ".jls",  ".dcm",  ".dicom"};
  return has_extension(path, films);
}

bool is_picture_name(const fs::path& path) {
  constexpr std::array<std::string_view, 8> others = {".jfif", ".jpe",  ".jfi",  ".jif",
                                                      ".gif",  ".heic", ".avif", ".dib"};
  return is_film_name(path) || has_extension(path, others);
}

std::span<const ImportFormat> import_formats() {
  return formats;
}

Result<ImportFormat> find_import_format(std::string_view name) {
  const auto found = std::ranges::find(formats, name, &ImportFormat::name);
  if (found != formats.end()) return *found;
  std::vector<std::string> known;
  for (const ImportFormat& format : formats) known.emplace_back(format.name);
  return fail(ErrorCode::invalid_argument, "is not a format; formats: " + joined(known),
              std::string(name));
}

std::string class_of(std::string_view finding, const ImportOptions& options, ClassTable own) {
  if (const auto users = options.classes.find(std::string(finding));
      users != options.classes.end()) {
    return users->second;
  }
  const auto found = std::ranges::find(own, finding, &FindingClass::finding);
  return found == own.end() ? std::string() : std::string(found->class_name);
}

Status check_mapped(const std::map<std::string, std::string>& classes,
                    const std::set<std::string>& findings) {
  constexpr std::size_t listed = 20;
  std::vector<std::string> known(findings.begin(), findings.end());
  for (const auto& [finding, class_name] : classes) {
    if (findings.contains(finding)) continue;
    const std::string hint = did_you_mean(finding, known);
    const std::size_t more = known.size() > listed ? known.size() - listed : 0;
    known.resize(known.size() - more);
    return fail(ErrorCode::invalid_argument,
                "no film has the finding " + finding +
                    (hint.empty() ? "; findings here: " + joined(known) : hint) +
                    (hint.empty() && more > 0 ? fmt::format(" and {} more", more) : ""),
                "--map " + finding + "=" + class_name);
  }
  return {};
}

std::string class_of_all(const std::vector<std::string>& findings, const ImportOptions& options,
                         ClassTable own) {
  std::set<std::string> classes;
  for (const std::string& finding : findings) classes.insert(class_of(finding, options, own));
  classes.erase("");
  return classes.size() == 1 ? *classes.begin() : std::string();
}

std::vector<std::string> split_text(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    const std::string_view part = trimmed(text.substr(0, end), " \t\r");
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

std::string split_named(std::string_view name) {
  const auto split = parse_split(name);
  return split ? std::string(to_string(*split)) : std::string();
}

}  // namespace chestlens
