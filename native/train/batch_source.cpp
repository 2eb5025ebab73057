#include "train/batch_source.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

namespace chestlens {
namespace {

std::string gigabytes(std::size_t bytes) {
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

torch::Tensor moved(const torch::Tensor& tensor, c10::Device device) {
  return tensor.defined() ? tensor.to(device) : tensor;
}

torch::Tensor indices(const std::vector<std::size_t>& order, c10::Device device) {
  return torch::tensor(std::vector<std::int64_t>(order.begin(), order.end()), torch::kInt64)
      .to(device);
}

}  // namespace

bool fit_on_gpu(std::size_t bytes, std::optional<std::size_t> free) {
  return free && bytes <= *free / 2;
}

FilmPlacement place_films(const Dataset& dataset, c10::Device device,
                          std::optional<std::size_t> free) {
  if (device.is_cpu()) return {dataset, ""};
  const std::size_t bytes = dataset.images.nbytes();
  if (!free) return {dataset, "films stay in main memory: the GPU does not report its free memory"};
  const std::string sizes = gigabytes(bytes) + " of films, " + gigabytes(*free) + " free";
  if (!fit_on_gpu(bytes, free)) {
    return {dataset, "films stay in main memory: more than half of the GPU's (" + sizes + ")"};
  }
  return {{dataset.images.to(device), dataset.labels.to(device), moved(dataset.sources, device)},
          "films are kept on the GPU (" + sizes + ")"};
}

Gathering gathering_for(const Dataset& dataset) {
  return dataset.images.is_cpu() ? Gathering::ahead : Gathering::in_place;
}

BatchSource::BatchSource(const Dataset& dataset, const std::vector<std::size_t>& order,
                         const LoaderOptions& options, Gathering gathering)
    : dataset_(dataset),
      options_(options),
      next_(options.first_batch),
      batches_(batch_count(order.size(), options)) {
  if (gathering == Gathering::ahead) {
    loader_.emplace(dataset, order, options);
  } else {
    order_ = indices(order, dataset.images.device());
  }
}

std::optional<Batch> BatchSource::next() {
  if (loader_) return loader_->next();
  if (next_ >= batches_) return std::nullopt;
  const std::int64_t index = next_;
  const torch::Tensor films = next_rows();
  return Batch{
      dataset_.images.index_select(0, films), dataset_.labels.index_select(0, films), index,
      dataset_.sources.defined() ? dataset_.sources.index_select(0, films) : torch::Tensor()};
}

torch::Tensor BatchSource::next_rows() {
  const std::int64_t first = next_++ * options_.batch_size;
  const std::int64_t count = std::min<std::int64_t>(options_.batch_size, order_.size(0) - first);
  return order_.narrow(0, first, count);
}

}  // namespace chestlens
