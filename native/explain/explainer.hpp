#pragma once

#include "bundle/head_session.hpp"
#include "bundle/predictor.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Models ready to say where their answers come from.
struct Explainer {
  Predictor predictor;
  std::vector<HeadSession> heads;  // of its members
};

/// Bundles side by side; the answer of several is the mean of theirs. Errors: those of open_bundle,
/// check_members and HeadSession::open.
Result<Explainer> open_explainer(const std::vector<std::filesystem::path>& bundles, int threads);

/// Errors: those of open_catalog_entry and HeadSession::open.
Result<Explainer> open_explainer(const std::filesystem::path& models, const std::string& name,
                                 int threads);

}  // namespace chestlens
