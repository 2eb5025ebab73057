#pragma once

#include "onnx/graph.hpp"

#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

struct Classifier;
struct Trace;

/// Rewrites a trace, made at a batch of at least 2, as ONNX operators of opset 13 for a batch of
/// any size. The graph's input is called "image", its outputs by `output_names`, in the trace's
/// order. Errors: unsupported, listing every operator (or use of one) that has no lowering, and
/// where it is.
Result<OnnxGraph> lower(const Trace& trace, const std::vector<std::string>& output_names);

/// The classifier's eval-mode forward pass at size_pixels, with the outputs logits, features and
/// activations; constants go by their parameters' names. Errors: those of tracing and of lower().
Result<OnnxGraph> lower_classifier(const Classifier& classifier, int size_pixels);

}  // namespace chestlens
