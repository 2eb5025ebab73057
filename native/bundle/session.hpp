#pragma once

#include "bundle/bundle.hpp"
#include "bundle/runtime.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// A session of the bundle of `folder` that gives the certificate's logits on this machine, and
/// only outputs of the card's shapes. `threads` as in OnnxSession::open. Errors: those of it and
/// of check_certificate, naming model.onnx.
Result<OnnxSession> open_session(const Bundle& bundle, const std::filesystem::path& folder,
                                 int threads);

}  // namespace chestlens
