#include "characters.hpp"
#include "protobuf.hpp"

#include <chestlens/json.hpp>
#include <chestlens/model.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>

namespace chestlens {
namespace {

// The numbers of fields are onnx.proto's. Messages that protobuf would merge are there once.

constexpr std::int64_t lowest_opset = 13;
constexpr std::int64_t highest_opset = 21;
constexpr std::size_t most_nodes = 20'000;
constexpr std::size_t most_sides = 8;

tl::unexpected<Error> not_exported(std::string_view what) {
  return fail(ErrorCode::unsupported,
              fmt::format("has {}: not a model that ChestLens exported", what));
}

/// The name that JavaScript and ONNX Runtime Web give to a TensorProto.DataType.
std::string type_name(std::uint64_t data_type) {
  constexpr std::array names{"none",  "float32", "uint8", "int8",    "uint16",  "int16",  "int32",
                             "int64", "string",  "bool",  "float16", "float64", "uint32", "uint64"};
  return data_type < names.size() ? names[static_cast<std::size_t>(data_type)]
                                  : fmt::format("type {}", data_type);
}

bool is_standard(std::string_view domain) {
  return domain.empty() || domain == "ai.onnx";
}

Status check_tensor(std::span<const std::byte> tensor) {
  return visit_fields(tensor, [](const ProtobufField& field) -> Status {
    const bool external = field.number == 13 || (field.number == 14 && field.value != 0);
    if (external) return not_exported("weights in another file");
    return {};
  });
}

Status check_attribute(const ProtobufField& attribute) {
  return visit_fields(attribute.bytes, [](const ProtobufField& field) -> Status {
    switch (field.number) {
      case 5:   // t
      case 10:  // tensors
        return check_tensor(field.bytes);
      case 6:   // g
      case 11:  // graphs
        return not_exported("a graph within a node");
      case 22:  // sparse_tensor
      case 23:  // sparse_tensors
        return not_exported("a sparse tensor");
      default:
        return {};
    }
  });
}

Status check_node(const ProtobufField& node) {
  return visit_fields(node.bytes, [](const ProtobufField& field) -> Status {
    if (field.number == 5) return check_attribute(field);
    if (field.number == 7 && !is_standard(field.text())) {
      return not_exported("operators of " + in_quotes(field.text()));
    }
    return {};
  });
}

Result<std::int64_t> read_side(const ProtobufField& dimension) {
  std::int64_t side = -1;
  CHESTLENS_CHECK(visit_fields(dimension.bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == 1) side = static_cast<std::int64_t>(field.value);  // dim_value
    if (field.number == 2) side = -1;                                      // dim_param
    if (side < -1) return fail(ErrorCode::corrupt, "declares a negative size");
    return {};
  }));
  return side;
}

Status read_shape(const ProtobufField& shape, ModelTensor& tensor) {
  if (!tensor.shape.empty()) return fail(ErrorCode::corrupt, "declares a shape twice");
  return visit_fields(shape.bytes, [&](const ProtobufField& field) -> Status {
    if (field.number != 1) return {};
    CHESTLENS_TRY(const std::int64_t side, read_side(field));
    tensor.shape.push_back(side);
    if (tensor.shape.size() <= most_sides) return {};
    return not_exported("a tensor of more than 8 dimensions");
  });
}

/// TypeProto: of its kinds only tensors are read, the others keep the type's name "none".
Status read_type(const ProtobufField& type, ModelTensor& tensor) {
  return visit_fields(type.bytes, [&](const ProtobufField& kind) -> Status {
    tensor.type = type_name(0);
    if (kind.number != 1) return {};
    return visit_fields(kind.bytes, [&](const ProtobufField& field) -> Status {
      if (field.number == 1) tensor.type = type_name(field.value);
      if (field.number == 2) return read_shape(field, tensor);
      return {};
    });
  });
}

/// ValueInfoProto.
Result<ModelTensor> read_tensor(const ProtobufField& value) {
  ModelTensor tensor{"", type_name(0), {}};
  CHESTLENS_CHECK(visit_fields(value.bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == 1) tensor.name = field.text();
    if (field.number == 2) return read_type(field, tensor);
    return {};
  }));
  return tensor;
}

Result<ModelInterface> read_graph(const ProtobufField& graph) {
  ModelInterface interface;
  std::size_t nodes = 0;
  CHESTLENS_CHECK(visit_fields(graph.bytes, [&](const ProtobufField& field) -> Status {
    switch (field.number) {
      case 1:
        if (++nodes > most_nodes) return not_exported("more than 20000 nodes");
        return check_node(field);
      case 5:
        return check_tensor(field.bytes);
      case 11:
      case 12: {
        CHESTLENS_TRY(auto tensor, read_tensor(field));
        auto& side = field.number == 11 ? interface.inputs : interface.outputs;
        side.push_back(std::move(tensor));
        return {};
      }
      case 15:
        return not_exported("a sparse tensor");
      default:
        return {};
    }
  }));
  return interface;
}

/// OperatorSetIdProto.
Status check_opset(const ProtobufField& opset) {
  std::int64_t version = 0;
  CHESTLENS_CHECK(visit_fields(opset.bytes, [&](const ProtobufField& field) -> Status {
    if (field.number == 1 && !is_standard(field.text())) {
      return not_exported("operators of " + in_quotes(field.text()));
    }
    if (field.number == 2) version = static_cast<std::int64_t>(field.value);
    return {};
  }));
  if (version >= lowest_opset && version <= highest_opset) return {};
  return fail(ErrorCode::unsupported, fmt::format("is of opset {}, this program reads {} to {}",
                                                  version, lowest_opset, highest_opset));
}

}  // namespace

Result<ModelInterface> read_model_interface(std::span<const std::byte> model) {
  ModelInterface interface;
  int graphs = 0;
  int opsets = 0;
  Status read = visit_fields(model, [&](const ProtobufField& field) -> Status {
    switch (field.number) {
      case 7: {
        ++graphs;
        CHESTLENS_TRY(interface, read_graph(field));
        return {};
      }
      case 8:
        ++opsets;
        return check_opset(field);
      case 20:
        return not_exported("a training graph");
      case 25:
        return not_exported("functions of its own");
      default:
        return {};
    }
  });
  if (read && graphs == 1 && opsets == 1) return interface;
  if (!read && read.error().code != ErrorCode::corrupt) return tl::unexpected(read.error());
  return fail(ErrorCode::corrupt,
              fmt::format("is no ONNX model ({}): export or download it again",
                          read ? "it has not one graph and one opset" : read.error().message));
}

}  // namespace chestlens
