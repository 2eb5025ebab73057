#include <chestlens/image.hpp>
#include <chestlens/json.hpp>
#include <chestlens/model.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace chestlens {
namespace {

constexpr double certificate_limit = 1e-3;
constexpr std::array<std::string_view, 4> output_names{"logits", "features", "activations",
                                                       "cam_weights"};
constexpr std::array<std::string_view, 5> outputs_of_format_2{"evidence", "logit_bias",
                                                              "max_weights", "early", "middle"};

tl::unexpected<Error> other_model(const std::string& difference) {
  return fail(ErrorCode::mismatch, "is not the model that its card describes: " + difference +
                                       ": export or download the bundle again");
}

/// The shape that the card gives an output, -1 where it leaves a side open.
std::optional<std::vector<std::int64_t>> card_shape(std::string_view output, const Card& card,
                                                    std::int64_t films) {
  const std::int64_t classes = std::ssize(card.classes);
  const std::int64_t features = card.activation_features;
  if (output == "logits") return {{films, classes}};
  if (output == "features") return {{films, -1}};
  if (output == "activations") {
    return {{films, features, card.activation_height, card.activation_width}};
  }
  if (output == "cam_weights" || output == "max_weights") return {{films, classes, features}};
  if (output == "evidence") {
    return {{films, classes, card.activation_height, card.activation_width}};
  }
  if (output == "logit_bias") return {{films, classes}};
  if (output == "early" || output == "middle") return {{films, -1}};
  return std::nullopt;
}

bool fits(const ModelTensor& tensor, const std::vector<std::int64_t>& shape) {
  return tensor.type == "float32" &&
         std::ranges::equal(tensor.shape, shape, [](std::int64_t side, std::int64_t wanted) {
           return side == -1 || (side > 0 && (wanted == -1 || side == wanted));
         });
}

/// "float32 [N,5]".
std::string described(std::string_view type, const std::vector<std::int64_t>& shape) {
  std::vector<std::string> sides;
  for (const std::int64_t side : shape) {
    sides.push_back(side != -1 ? std::to_string(side) : sides.empty() ? "N" : "?");
  }
  return fmt::format("{} [{}]", type, fmt::join(sides, ","));
}

Status check_tensor_is(const ModelTensor& tensor, const std::vector<std::int64_t>& shape) {
  if (fits(tensor, shape)) return {};
  return other_model(fmt::format("{} is {}, the card says {}", tensor.name,
                                 described(tensor.type, tensor.shape),
                                 described("float32", shape)));
}

Status check_declares(const std::vector<ModelTensor>& outputs, std::string_view name) {
  if (std::ranges::count(outputs, name, &ModelTensor::name) == 1) return {};
  return fail(ErrorCode::unsupported,
              fmt::format("has not one output \"{}\": not a model that ChestLens exported", name));
}

Status check_input(const std::vector<ModelTensor>& inputs, const Card& card) {
  if (inputs.size() != 1 || inputs.front().name != "image") {
    return fail(ErrorCode::unsupported,
                "has not the one input \"image\": not a model that ChestLens exported");
  }
  const std::int64_t side = card.input.size_pixels;
  return check_tensor_is(inputs.front(), {-1, 1, side, side});
}

}  // namespace

Status check_outputs(std::span<const ModelTensor> outputs, const Card& card, std::int64_t films) {
  for (const ModelTensor& output : outputs) {
    const auto shape = card_shape(output.name, card, films);
    if (shape) CHESTLENS_CHECK(check_tensor_is(output, *shape));
  }
  return {};
}

Status check_model(std::span<const std::byte> model, const Card& card) {
  CHESTLENS_TRY(const auto interface, read_model_interface(model));
  CHESTLENS_CHECK(check_input(interface.inputs, card));
  for (const std::string_view name : output_names) {
    CHESTLENS_CHECK(check_declares(interface.outputs, name));
  }
  if (card.format > 1) {
    for (const std::string_view name : outputs_of_format_2) {
      CHESTLENS_CHECK(check_declares(interface.outputs, name));
    }
  }
  return check_outputs(interface.outputs, card, -1);
}

Status check_reference(std::size_t reference_bytes, const Card& card) {
  const auto side = static_cast<std::uint64_t>(card.input.size_pixels);
  const std::uint64_t expected = sizeof(float) * side * side;
  if (reference_bytes == expected) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("has {} bytes where an input of the card's {} x {} pixels has {}: export "
                          "or download the bundle again",
                          reference_bytes, side, side, expected));
}

Result<double> check_certificate(std::span<const float> logits, const Card& card) {
  const std::vector<float>& expected = card.certificate.reference_logits;
  constexpr double unlike = std::numeric_limits<double>::infinity();
  double largest = logits.size() == expected.size() ? 0.0 : unlike;
  for (std::size_t c = 0; c < std::min(logits.size(), expected.size()); ++c) {
    const double difference = std::abs(double{logits[c]} - double{expected[c]});
    largest = std::max(largest, std::isnan(difference) ? unlike : difference);
  }
  if (largest <= certificate_limit) return largest;
  return fail(
      ErrorCode::mismatch,
      fmt::format("its logits for the reference film differ from the certificate by {:.2g}, "
                  "where {} is allowed: this is not what the card certifies",
                  largest, certificate_limit));
}

}  // namespace chestlens
