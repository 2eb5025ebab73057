#pragma once

#include "curation/import.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Each reads one layout as users download it; see ImportFormat.
Result<Import> import_chexpert(const ImportOptions& options);
Result<Import> import_covidx(const ImportOptions& options);
Result<Import> import_folder(const ImportOptions& options);
Result<Import> import_ieee8023(const ImportOptions& options);
Result<Import> import_kaggle(const ImportOptions& options);
Result<Import> import_mimic(const ImportOptions& options);
Result<Import> import_nih(const ImportOptions& options);
Result<Import> import_padchest(const ImportOptions& options);
Result<Import> import_rsna(const ImportOptions& options);
Result<Import> import_vindr(const ImportOptions& options);

/// A finding and the class it stands for.
struct FindingClass {
  std::string_view finding;
  std::string_view class_name;
};

/// The findings of one format.
using ClassTable = std::span<const FindingClass>;

/// The class of one finding by the user's table, then the format's own, or empty.
std::string class_of(std::string_view finding, const ImportOptions& options, ClassTable own);

/// The class that all findings with a class agree on, or empty.
std::string class_of_all(const std::vector<std::string>& findings, const ImportOptions& options,
                         ClassTable own);

/// Parts of a text between separators, blanks cut, empty ones left out.
std::vector<std::string> split_text(std::string_view text, std::string_view separators);

/// Whether the name's extension is a film's.
bool is_film_name(const std::filesystem::path& path);

/// Whether it is one of pictures, those among them that are not read.
bool is_picture_name(const std::filesystem::path& path);

/// The split that a folder's or file's name gives: train, validation (val, valid), test; or empty.
std::string split_named(std::string_view name);

}  // namespace chestlens
