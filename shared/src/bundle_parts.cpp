#include <chestlens/bundle_parts.hpp>

namespace chestlens {

Result<TrustModel> trust_of_bundle(std::span<const std::byte> bytes, const Card& card) {
  CHESTLENS_TRY(auto trust, parse_trust(bytes));
  if (trust.model_sha256 == model_sha256(card)) return trust;
  return fail(ErrorCode::mismatch, "is of another model.onnx: chestlens trust fits it again");
}

Status check_is_of_model(const ReferenceMap& map, const Card& card) {
  if (map.model_sha256 == model_sha256(card)) return {};
  return fail(ErrorCode::mismatch,
              "is the map of another model.onnx: chestlens embed --write-maps makes it again");
}

Result<ReferenceMap> map_of_bundle(std::span<const std::byte> bytes, const Card& card) {
  CHESTLENS_TRY(auto map, parse_map(bytes));
  CHESTLENS_CHECK(check_is_of_model(map, card));
  return map;
}

}  // namespace chestlens
