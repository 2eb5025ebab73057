#pragma once

#include "bundle/runtime.hpp"
#include "embed/rows.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <span>

namespace chestlens {

/// The features that a bundle's network has of films, a row of each: films are read, prepared and
/// run on `threads` threads, a session of one thread being asked by all of them; `frame` is of
/// DICOM films that have several. Errors: the code of the first film that cannot be used, the
/// message listing 20; interrupted.
Result<Rows> film_features(const OnnxSession& session, const Card& card,
                           std::span<const std::filesystem::path> films, int threads,
                           const Reporter& reporter = {}, const std::function<bool()>& stopped = {},
                           std::optional<int> frame = {});

}  // namespace chestlens
