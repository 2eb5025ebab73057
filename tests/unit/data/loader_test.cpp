#include "data/loader.hpp"

#include "data/parallel.hpp"
#include "data/random.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <atomic>
#include <stdexcept>

namespace chestlens {
namespace {

Dataset numbered_films(std::int64_t count) {
  const torch::Tensor numbers = torch::arange(count, torch::kFloat32).view({count, 1, 1, 1});
  return {numbers.expand({count, 1, 4, 4}).contiguous(), torch::arange(count)};
}

std::vector<Batch> all_batches(const Dataset& dataset, const std::vector<std::size_t>& order,
                               const LoaderOptions& options) {
  Loader loader(dataset, order, options);
  std::vector<Batch> batches;
  while (auto batch = loader.next()) batches.push_back(*batch);
  return batches;
}

TEST(Loader, GivesTheFilmsInOrder) {
  const Dataset dataset = numbered_films(10);
  const auto order = shuffled_indices(10, 3);
  const auto batches = all_batches(dataset, order, {.batch_size = 4});
  ASSERT_EQ(batches.size(), 3U);
  EXPECT_EQ(batches[2].labels.size(0), 2);
  std::size_t at = 0;
  for (const Batch& batch : batches) {
    ASSERT_EQ(batch.images.size(0), batch.labels.size(0));
    for (std::int64_t i = 0; i < batch.labels.size(0); ++i, ++at) {
      EXPECT_EQ(batch.labels[i].item<std::int64_t>(), static_cast<std::int64_t>(order[at]));
      EXPECT_TRUE(batch.images[i].eq(static_cast<float>(order[at])).all().item<bool>());
    }
  }
  EXPECT_EQ(at, 10U);
}

TEST(Loader, ThreadsAndQueueDoNotChangeTheBatches) {
  const Dataset dataset = numbered_films(101);
  const auto order = shuffled_indices(101, 8);
  const auto expected = all_batches(dataset, order, {.batch_size = 7, .threads = 1});
  for (const int threads : {2, 4}) {
    for (const int queued : {1, 3, 50}) {
      const auto batches = all_batches(
          dataset, order, {.batch_size = 7, .threads = threads, .queued_batches = queued});
      ASSERT_EQ(batches.size(), expected.size());
      for (std::size_t i = 0; i < batches.size(); ++i) {
        EXPECT_EQ(batches[i].index, static_cast<std::int64_t>(i));
        EXPECT_TRUE(torch::equal(batches[i].labels, expected[i].labels));
        EXPECT_TRUE(torch::equal(batches[i].images, expected[i].images));
      }
    }
  }
}

TEST(Loader, GoesOnFromABatch) {
  const Dataset dataset = numbered_films(20);
  const auto order = shuffled_indices(20, 1);
  const auto all = all_batches(dataset, order, {.batch_size = 4});
  const auto rest = all_batches(dataset, order, {.batch_size = 4, .first_batch = 3});
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].index, 3);
  EXPECT_TRUE(torch::equal(rest[0].labels, all[3].labels));
}

TEST(Loader, DropsASmallerLastBatchUnlessItIsAlone) {
  EXPECT_EQ(batch_count(10, {.batch_size = 4}), 3);
  EXPECT_EQ(batch_count(10, {.batch_size = 4, .drop_incomplete = true}), 2);
  EXPECT_EQ(batch_count(3, {.batch_size = 4, .drop_incomplete = true}), 1);
  EXPECT_EQ(batch_count(8, {.batch_size = 4, .drop_incomplete = true}), 2);
  EXPECT_EQ(batch_count(0, {.batch_size = 4, .drop_incomplete = true}), 0);
}

TEST(Loader, CanBeLeftInTheMiddle) {
  const Dataset dataset = numbered_films(1000);
  Loader loader(dataset, shuffled_indices(1000, 1), {.batch_size = 2, .threads = 3});
  EXPECT_TRUE(loader.next());
}

TEST(ParallelFor, CallsEachOnce) {
  std::vector<std::atomic<int>> calls(1000);
  parallel_for(calls.size(), 4, [&](std::size_t i) { ++calls[i]; });
  for (const auto& count : calls) ASSERT_EQ(count, 1);
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, PassesOnWhatIsThrown) {
  EXPECT_THROW(parallel_for(100, 4,
                            [](std::size_t i) {
                              if (i == 50) throw std::runtime_error("fifty");
                            }),
               std::runtime_error);
}

}  // namespace
}  // namespace chestlens
