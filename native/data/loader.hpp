#pragma once

#include "data/dataset.hpp"

#include <torch/types.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace chestlens {

struct Batch {
  torch::Tensor images;  // float32 [B,1,S,S]
  torch::Tensor labels;  // int64 [B], or float32 [B,C] of a multi-label set
  std::int64_t index = 0;
  torch::Tensor sources = {};  // int64 [B]; undefined where the data set's are
};

struct LoaderOptions {
  int batch_size = 32;
  int threads = 1;
  int queued_batches = 4;        // prepared ahead at most
  std::int64_t first_batch = 0;  // where a resumed epoch goes on
  bool drop_incomplete = false;  // leave out a last, smaller batch, unless it is the only one
  bool pinned_memory = false;    // for asynchronous copies to a GPU
};

std::int64_t batch_count(std::size_t films, const LoaderOptions& options);

/// How many of the films a batch has: the last one may be smaller.
std::int64_t films_of_batch(std::int64_t batch, std::size_t films, const LoaderOptions& options);

/// Gathers the films of `order` into batches ahead of their use. The batches and their order do not
/// depend on the number of threads. The workers only copy memory: they call nothing of LibTorch
/// that starts threads of its own beside the trainer's. One thread may call next().
class Loader {
 public:
  Loader(Dataset dataset, std::vector<std::size_t> order, LoaderOptions options);
  ~Loader();
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  /// The next batch, or nothing at the end. Throws what a worker threw (out of memory).
  std::optional<Batch> next();

 private:
  void work();
  Batch gather(std::int64_t index) const;

  const Dataset dataset_;
  const std::vector<std::size_t> order_;
  const LoaderOptions options_;
  const std::int64_t batches_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::int64_t, Batch> ready_;
  std::int64_t next_to_make_ = 0;
  std::int64_t next_to_give_ = 0;
  std::exception_ptr failure_;
  bool stopping_ = false;
  std::vector<std::jthread> workers_;
};

}  // namespace chestlens
