#pragma once

#include "audit/changes.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace chestlens {

struct AuditOptions {
  std::filesystem::path bundle;
  std::filesystem::path data;  // a folder with manifest.csv
  std::size_t films = 600;     // at most, the same of every class
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for the films' digests; empty: none
  std::function<bool()> stopped = {};
};

/// What an audit found of one model.
struct ModelAudit {
  Card card;  // with the findings
  std::string measured_on;
};

/// Runs every test of native/audit/findings.hpp. Errors: those of read_bundle, load_manifest,
/// audit_films and of the films; interrupted.
Result<ModelAudit> audit_bundle(const AuditOptions& options, const Reporter& reporter = {});

/// What a network knows that was trained on films with a part covered: the findings on whole films
/// of its own card, which is of such films, under the name of a test of the audited model. Errors:
/// those of read_card; invalid_argument where it has no findings.
Result<std::vector<AuditFinding>> findings_of_retrained(const std::filesystem::path& bundle,
                                                        Covered part);

/// Writes the findings of a card into its bundle. Errors: those of read_bundle and
/// write_bundle_files; mismatch where the bundle's model is another by now.
Status write_findings(const std::filesystem::path& bundle, const Card& audited);

}  // namespace chestlens
