#pragma once

#include "bundle/bundle.hpp"
#include "bundle/runtime.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// A session of the bundle of `folder` that gives the certificate's logits on this machine, and
/// only outputs of the card's shapes. Errors: those of OnnxSession::open and of check_certificate,
/// naming model.onnx.
Result<OnnxSession> open_session(const Bundle& bundle, const std::filesystem::path& folder,
                                 const SessionOptions& options);

}  // namespace chestlens
