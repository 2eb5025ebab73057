#pragma once

namespace onnx {
class ModelProto;
}

namespace chestlens {

/// Stores in float16 every large float32 constant whose values float16 holds exactly, with a Cast
/// back to float32: half the bytes, the same function bit for bit.
void store_in_float16(onnx::ModelProto& model);

}  // namespace chestlens
