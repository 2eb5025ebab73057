// peer_logits NETWORK WEIGHTS IMAGES LOGITS FILMS SIZE GREY [PADDING MEAN STANDARD_DEVIATION]: what
// our network with its published head makes of raw float32 images [FILMS,1,SIZE,SIZE].
// peer_logits: prints the LibTorch that it computes with, as 2.15.
#include "io/atomic_file.hpp"
#include "networks/classifier.hpp"
#include "weights/pretrained.hpp"
#include "weights/read_weights.hpp"

#include <torch/torch.h>
#include <torch/version.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr int imagenet_classes = 1000;

Status run(const std::vector<std::string>& arguments) {
  NetworkSpec spec{.name = arguments.at(0), .classes = imagenet_classes, .dropout = 0.0};
  spec.head = HeadKind::published;
  spec.input_channels = arguments.at(6) == "sum" ? 1 : 3;
  if (arguments.size() > 7) {
    spec.tensorflow_padding = arguments.at(7) == "tensorflow";
    spec.mean = std::stod(arguments.at(8));
    spec.standard_deviation = std::stod(arguments.at(9));
  }
  const auto classifier = make_classifier(spec);
  if (!classifier) return tl::unexpected(classifier.error());
  const auto weights = read_weights(arguments.at(1));
  if (!weights) return tl::unexpected(weights.error());
  CHESTLENS_CHECK(load_pretrained(*classifier, *weights));

  auto bytes = read_file(arguments.at(2));
  if (!bytes) return tl::unexpected(bytes.error());
  const std::int64_t films = std::stoll(arguments.at(4));
  const std::int64_t size = std::stoll(arguments.at(5));
  if (bytes->size() != static_cast<std::size_t>(films * size * size) * sizeof(float)) {
    return fail(ErrorCode::mismatch, "is not of that many films of that size", arguments.at(2));
  }
  const auto images = torch::from_blob(bytes->data(), {films, 1, size, size});
  const torch::NoGradGuard no_grad;
  classifier->module->eval();
  const auto logits = forward(*classifier, images).logits.contiguous();
  return write_file_atomic(
      arguments.at(3),
      std::span(static_cast<const std::byte*>(logits.data_ptr()), logits.nbytes()));
}

}  // namespace
}  // namespace chestlens

int main(int argc, char** argv) {
  if (argc == 1) {
    std::printf("%d.%d\n", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR);
    return EXIT_SUCCESS;
  }
  at::set_num_threads(1);
  const auto status = chestlens::run(std::vector<std::string>(argv + 1, argv + argc));
  if (status) return EXIT_SUCCESS;
  std::fprintf(stderr, "peer_logits: %s\n", to_string(status.error()).c_str());
  return EXIT_FAILURE;
}
