// Cards, catalogs and models made of the shipped ones and of a tiny network, changed by chance:
// each must be refused with a message, or be what it says. A case is its number:
//   bundle_fuzz CASES [FIRST]
// runs CASES of them; one alone is `bundle_fuzz 1 NUMBER`.
#include "bundle/runtime.hpp"
#include "io/atomic_file.hpp"
#include "mutate.hpp"
#include "support/must.hpp"
#include "support/tiny_model.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/model.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using fuzz::Random;

struct Counts {
  std::size_t accepted = 0;
  std::size_t refused = 0;
};

struct ModelSample {
  Card card;
  std::string onnx;
};

struct Samples {
  std::vector<std::string> cards;
  std::string catalog;
  ModelSample tiny;
  std::vector<ModelSample> shipped;
};

void require(bool condition, const char* what, const std::string& shown = "") {
  if (condition) return;
  std::fprintf(stderr, "%s %s\n", what, shown.c_str());
  std::abort();
}

Samples read_samples(const std::filesystem::path& models) {
  Samples samples;
  for (const char* name : {"mobilenet_v2", "densenet121"}) {
    samples.cards.push_back(test::must(read_text(models / name / "model.json")));
    samples.shipped.push_back({test::must(parse_card(samples.cards.back())),
                               test::must(read_text(models / name / "model.onnx"))});
  }
  samples.catalog = test::must(read_text(models / "catalog.json"));
  samples.tiny = {test::tiny_card(), onnx_of(test::TinyModel{})};
  return samples;
}

/// A message is short, on one line, and speaks of no exception.
bool refused(const Error& error) {
  const std::string text = to_string(error);
  require(!error.message.empty() && text.size() < 4000, "a message without measure:", text);
  require(std::ranges::none_of(text, [](char c) { return c >= 0 && c < ' '; }),
          "a control character in a message:", text);
  require(text.find("json.exception") == text.npos, "a parser's own words:", text);
  return false;
}

/// Whether `parse` takes the text; what it takes is written and read again without a change.
template <typename Parse>
bool accepts(const std::string& text, Parse parse) {
  const auto parsed = parse(text);
  if (!parsed) return refused(parsed.error());
  const std::string written = to_json(*parsed);
  const auto again = parse(written);
  require(again.has_value(), "does not read what it wrote:", written);
  require(to_json(*again) == written, "reads back another document:", written);
  return true;
}

void check_tensor(const FloatTensor& tensor, const std::vector<std::int64_t>& shape) {
  require(tensor.shape.size() == shape.size(), "an output of another rank");
  std::size_t values = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    require(shape[i] == -1 || tensor.shape[i] == shape[i], "an output of another shape");
    values *= static_cast<std::size_t>(tensor.shape[i]);
  }
  require(values == tensor.values.size(), "an output of another length");
}

/// Whether the model opens and runs; what it gives has the card's shapes.
bool runs(const std::string& onnx, const Card& card) {
  const auto bytes = std::as_bytes(std::span(onnx));
  const Status checked = check_model(bytes, card);
  if (!checked) return refused(checked.error());
  const auto session = OnnxSession::open(bytes, "model.onnx", 1, &card);
  if (!session) return false;  // in ONNX Runtime's words
  const auto side = static_cast<std::size_t>(card.input.size_pixels);
  const auto outputs = session->run(std::vector<float>(side * side, 0.5F), 1);
  if (!outputs) return false;
  const std::int64_t classes = std::ssize(card.classes);
  check_tensor(outputs->logits, {1, classes});
  check_tensor(outputs->features, {1, -1});
  check_tensor(outputs->activations,
               {1, card.activation_features, card.activation_height, card.activation_width});
  check_tensor(outputs->cam_weights, {1, classes, card.activation_features});
  return true;
}

constexpr std::array kinds{"cards", "catalogs", "tiny models", "shipped models"};

std::size_t kind_of(std::uint64_t number) {
  const std::uint64_t share = number % 100;
  return share < 40 ? 0 : share < 65 ? 1 : share < 99 ? 2 : 3;
}

bool run_case(const Samples& samples, std::uint64_t number) {
  Random random(number);
  switch (kind_of(number)) {
    case 0:
      return accepts(fuzz::mutate_json(samples.cards[random.below(2)], random), parse_card);
    case 1:
      return accepts(fuzz::mutate_json(samples.catalog, random), parse_catalog);
    case 2:
      return runs(fuzz::mutate_protobuf(samples.tiny.onnx, random), samples.tiny.card);
    default: {
      const ModelSample& sample = samples.shipped[random.below(2)];
      return runs(fuzz::mutate_protobuf(sample.onnx, random), sample.card);
    }
  }
}

int run(std::uint64_t cases, std::uint64_t first) {
  const Samples samples = read_samples(std::filesystem::path(CHESTLENS_SOURCE_DIR) / "models");
  std::array<Counts, kinds.size()> counts{};
  for (std::uint64_t number = first; number < first + cases; ++number) {
    if (number % 100 == 0)
      std::fprintf(stderr, "\rcase %llu", static_cast<unsigned long long>(number));
    Counts& kind = counts[kind_of(number)];
    ++(run_case(samples, number) ? kind.accepted : kind.refused);
  }
  std::fprintf(stderr, "\n");
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    std::printf("%s: %zu accepted, %zu refused\n", kinds[i], counts[i].accepted, counts[i].refused);
    const std::size_t all = counts[i].accepted + counts[i].refused;
    require(all < 200 || (counts[i].accepted > 0 && counts[i].refused > 0),
            "no change was noticed, or all were:", kinds[i]);
  }
  return 0;
}

}  // namespace
}  // namespace chestlens

int main(int argc, char** argv) try {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bundle_fuzz CASES [FIRST]\n");
    return 2;
  }
  return chestlens::run(std::strtoull(argv[1], nullptr, 10),
                        argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0);
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
