#include "data/loader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace chestlens {
namespace {

/// An empty tensor of `count` rows shaped as those of `source`.
torch::Tensor rows_like(const torch::Tensor& source, std::size_t count, bool pinned) {
  auto shape = source.sizes().vec();
  shape[0] = static_cast<std::int64_t>(count);
  return torch::empty(shape, source.options().pinned_memory(pinned));
}

void copy_row(const torch::Tensor& source, std::size_t from, const torch::Tensor& target,
              std::size_t to) {
  const std::size_t row_bytes = source.nbytes() / static_cast<std::size_t>(source.size(0));
  std::memcpy(static_cast<std::byte*>(target.data_ptr()) + to * row_bytes,
              static_cast<const std::byte*>(source.data_ptr()) + from * row_bytes, row_bytes);
}

}  // namespace

std::int64_t batch_count(std::size_t films, const LoaderOptions& options) {
  const auto count = static_cast<std::int64_t>(films);
  const std::int64_t whole = count / options.batch_size;
  const bool remainder = count % options.batch_size != 0;
  return remainder && (!options.drop_incomplete || whole == 0) ? whole + 1 : whole;
}

std::int64_t films_of_batch(std::int64_t batch, std::size_t films, const LoaderOptions& options) {
  const auto left = static_cast<std::int64_t>(films) - batch * options.batch_size;
  return std::min<std::int64_t>(options.batch_size, left);
}

Loader::Loader(Dataset dataset, std::vector<std::size_t> order, LoaderOptions options)
    : dataset_(std::move(dataset)),
      order_(std::move(order)),
      options_(options),
      batches_(batch_count(order_.size(), options)),
      next_to_make_(options.first_batch),
      next_to_give_(options.first_batch) {
  for (int i = 0; i < std::max(options_.threads, 1); ++i) workers_.emplace_back([this] { work(); });
}

Loader::~Loader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

std::optional<Batch> Loader::next() {
  std::unique_lock lock(mutex_);
  if (next_to_give_ >= batches_) return std::nullopt;
  changed_.wait(lock, [this] { return failure_ || ready_.contains(next_to_give_); });
  if (failure_) std::rethrow_exception(failure_);
  auto node = ready_.extract(next_to_give_++);
  lock.unlock();
  changed_.notify_all();
  return std::move(node.mapped());
}

void Loader::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] {
      return stopping_ || next_to_make_ >= batches_ ||
             next_to_make_ < next_to_give_ + std::max(options_.queued_batches, 1);
    });
    if (stopping_ || next_to_make_ >= batches_) return;
    const std::int64_t index = next_to_make_++;
    lock.unlock();
    std::optional<Batch> batch;
    std::exception_ptr failure;
    try {
      batch = gather(index);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (batch) ready_.emplace(index, std::move(*batch));
    if (failure) failure_ = failure;
    changed_.notify_all();
  }
}

Batch Loader::gather(std::int64_t index) const {
  const auto first = static_cast<std::size_t>(index * options_.batch_size);
  const auto count = static_cast<std::size_t>(films_of_batch(index, order_.size(), options_));
  Batch batch{rows_like(dataset_.images, count, options_.pinned_memory),
              rows_like(dataset_.labels, count, options_.pinned_memory), index};
  const bool has_sources = dataset_.sources.defined();
  if (has_sources) batch.sources = rows_like(dataset_.sources, count, options_.pinned_memory);
  for (std::size_t i = 0; i < count; ++i) {
    copy_row(dataset_.images, order_[first + i], batch.images, i);
    copy_row(dataset_.labels, order_[first + i], batch.labels, i);
    if (has_sources) copy_row(dataset_.sources, order_[first + i], batch.sources, i);
  }
  return batch;
}

}  // namespace chestlens
