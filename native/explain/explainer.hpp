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

/// Errors: those of open_bundle and HeadSession::open.
Result<Explainer> open_explainer(const std::filesystem::path& bundle, int threads);

/// Errors: those of open_catalog_entry and HeadSession::open.
Result<Explainer> open_explainer(const std::filesystem::path& models, const std::string& name,
                                 int threads);

}  // namespace chestlens
