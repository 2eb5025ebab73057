#include "train/room.hpp"

#include "io/temporary.hpp"
#include "io/text.hpp"
#include "weights/module_weights.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t header_bytes = std::size_t{1} << 20U;  // names, shapes and the log

std::size_t bytes_of(const std::vector<torch::Tensor>& tensors) {
  std::size_t bytes = 0;
  for (const torch::Tensor& tensor : tensors) bytes += tensor.nbytes();
  return bytes;
}

std::size_t bytes_of(const Weights& weights) {
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : weights) bytes += tensor.nbytes();
  return bytes;
}

/// A file of this size beside `target`, until it is forgotten.
Result<TemporaryFile> take_room(const fs::path& target, std::size_t bytes) {
  CHESTLENS_TRY(auto file, TemporaryFile::beside(target));
  const int number = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(bytes));
  if (number == 0 || number == EINVAL || number == EOPNOTSUPP) return file;
  return fail(ErrorCode::io,
              fmt::format("cannot be written: {}; it takes {:.1f} MB, twice that while it is "
                          "replaced: make room, or give a --run on another disk",
                          system_reason(number), static_cast<double>(bytes) / 1e6),
              target.string());
}

}  // namespace

Status check_room(const RunFiles& files, const Learner& learner) {
  const std::size_t best = header_bytes + bytes_of(weights_of(*learner.classifier.module));
  std::size_t checkpoint = best + bytes_of(learner.average.tensors);
  for (const ParameterGroup& group : learner.optimizer.groups) {
    checkpoint += bytes_of(group.first) + bytes_of(group.second);
  }
  std::error_code ignored;
  const bool has_checkpoint = fs::exists(files.checkpoint, ignored);
  const bool has_best = fs::exists(files.best, ignored);
  // A checkpoint lies beside the one that it replaces.
  CHESTLENS_TRY(const auto next, take_room(files.checkpoint, checkpoint));
  if (!has_checkpoint) {
    CHESTLENS_TRY(const auto first, take_room(files.checkpoint, checkpoint));
    CHESTLENS_CHECK(take_room(files.best, best));
  } else if (!has_best) {
    CHESTLENS_CHECK(take_room(files.best, best));
  }
  return {};
}

}  // namespace chestlens
