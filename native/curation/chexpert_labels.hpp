#pragma once

#include "curation/import.hpp"
#include "curation/table.hpp"

#include <chestlens/error.hpp>

#include <array>
#include <string>
#include <vector>

namespace chestlens {

/// The findings of CheXpert's labeller (Irvin 2019), which MIMIC-CXR has been labelled by, too.
inline constexpr std::array<const char*, 14> chexpert_findings = {
    "No Finding",       "Enlarged Cardiomediastinum",
    "Cardiomegaly",     "Lung Opacity",
    "Lung Lesion",      "Edema",
    "Consolidation",    "Pneumonia",
    "Atelectasis",      "Pneumothorax",
    "Pleural Effusion", "Pleural Other",
    "Fracture",         "Support Devices"};

/// What it found in one report.
struct ChexpertLabels {
  std::vector<Label> labels;
  std::vector<std::string> positive;
};

/// Of a row with a column for each finding: 1, 0, -1 (uncertain), or blank, which counts as absent.
/// Errors: parse, naming the finding.
Result<ChexpertLabels> chexpert_labels(const Table& table, const CsvRecord& row,
                                       UncertainLabels uncertain);

/// What an uncertain label counts as; NaN where it is to be ignored.
float uncertain_value(UncertainLabels uncertain);

}  // namespace chestlens
