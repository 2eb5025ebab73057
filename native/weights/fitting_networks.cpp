#include "weights/fitting_networks.hpp"

#include "io/text.hpp"
#include "networks/classifier.hpp"
#include "weights/public_weights.hpp"

#include <optional>
#include <utility>

namespace chestlens {
namespace {

/// "a, b" of those but the first, with what chooses one.
std::string other_keys(const std::vector<KeyedWeights>& found) {
  constexpr std::size_t listed = 5;
  std::vector<std::string> keys;
  for (std::size_t i = 1; i < found.size() && keys.size() < listed; ++i) {
    keys.push_back(found[i].key);
  }
  if (keys.empty()) return {};
  return "\nnone of its other state dicts fits: " + joined(keys) +
         (found.size() > listed + 1 ? ", ..." : "");
}

}  // namespace

Result<Fit> load_fitting(const Classifier& classifier, const std::vector<KeyedWeights>& found,
                         std::span<const std::string> allow_missing) {
  std::optional<Error> first_error;
  std::optional<Fit> fit;
  std::vector<std::string> keys;
  for (const KeyedWeights& one : found) {
    auto loaded = load_pretrained(classifier, one.weights, allow_missing);
    if (!loaded) {
      if (!first_error) first_error = std::move(loaded).error();
      continue;
    }
    fit = Fit{one.key, *std::move(loaded)};
    keys.push_back(one.key);
    if (one.is_usual) return *std::move(fit);
  }
  if (keys.size() == 1) return *std::move(fit);
  if (!keys.empty()) {
    return fail(ErrorCode::invalid_argument,
                "holds several state dicts that fit, under the keys " + joined(keys) +
                    "; --key KEY of chestlens weights chooses",
                classifier.spec.name);
  }
  first_error->message += other_keys(found);
  return tl::unexpected(*std::move(first_error));
}

Result<Fit> check_fit(const std::vector<KeyedWeights>& found, const std::string& network,
                      std::span<const std::string> allow_missing) {
  CHESTLENS_TRY(const auto classifier, make_classifier({.name = network}));
  return load_fitting(classifier, found, allow_missing);
}

std::vector<std::string> fitting_networks(const std::vector<KeyedWeights>& found) {
  std::vector<std::string> names;
  for (const PublicWeights& known : public_weights()) {
    std::string network(known.network);
    if (check_fit(found, network)) names.push_back(std::move(network));
  }
  return names;
}

}  // namespace chestlens
