#pragma once

#include "data/loader.hpp"

#include <c10/core/Device.h>
#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// The memory in which a run's films lie while it trains, and the reason.
struct FilmPlacement {
  Dataset dataset;
  std::string description;  // "" on the CPU
};

/// Whether films of so many bytes are to lie on a GPU: they take at most half of its free memory.
/// `free` is free_bytes() (device_memory.hpp).
bool fit_on_gpu(std::size_t bytes, std::optional<std::size_t> free);

/// Films that fit are moved to a GPU once; others stay in main memory and are copied batch by
/// batch.
FilmPlacement place_films(const Dataset& dataset, c10::Device device,
                          std::optional<std::size_t> free);

/// Batches are gathered ahead of their use by a Loader, or on demand where the films are.
enum class Gathering : std::uint8_t { ahead, in_place };

/// In place for films on a GPU, ahead for others.
Gathering gathering_for(const Dataset& dataset);

/// The batches of an epoch in the given order, the same for either gathering.
class BatchSource {
 public:
  BatchSource(const Dataset& dataset, const std::vector<std::size_t>& order,
              const LoaderOptions& options, Gathering gathering);

  /// The next batch, or nothing at the end. Throws what Loader::next() throws.
  std::optional<Batch> next();

  /// The next batch's rows of the data set, int64 [B] beside it, in the place of next() where films
  /// are gathered in place; one batch must be left.
  torch::Tensor next_rows();

 private:
  Dataset dataset_;
  LoaderOptions options_;
  std::optional<Loader> loader_;
  torch::Tensor order_;  // int64, beside the films, where there is no loader
  std::int64_t next_ = 0;
  std::int64_t batches_ = 0;
};

}  // namespace chestlens
