#pragma once

namespace onnx {
class ModelProto;
}

namespace chestlens {

/// Stores in float16 every large float32 constant of which each value survives that, behind a Cast
/// back to float32: half the bytes, the same function bit for bit.
void store_in_float16(onnx::ModelProto& model);

}  // namespace chestlens
