#include "train/batch_source.hpp"

#include "data/random.hpp"
#include "learn/device_memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

const c10::Device gpu(c10::kCUDA, 0);

TEST(BatchSource, GathersTheSameInPlaceAndAhead) {
  torch::manual_seed(6);
  const Dataset dataset{torch::rand({21, 1, 4, 4}), torch::arange(21)};
  for (const bool drop : {false, true}) {
    const LoaderOptions options{.batch_size = 4, .first_batch = 2, .drop_incomplete = drop};
    const auto order = shuffled_indices(21, 8);
    BatchSource ahead(dataset, order, options, Gathering::ahead);
    BatchSource in_place(dataset, order, options, Gathering::in_place);
    int batches = 0;
    while (const auto one = ahead.next()) {
      const auto other = in_place.next();
      ASSERT_TRUE(other);
      EXPECT_EQ(one->index, other->index);
      EXPECT_TRUE(torch::equal(one->images, other->images));
      EXPECT_TRUE(torch::equal(one->labels, other->labels));
      ++batches;
    }
    EXPECT_FALSE(in_place.next());
    EXPECT_EQ(batches, drop ? 3 : 4);
  }
}

TEST(PlaceFilms, StayInMainMemoryWhereTheGpuHasTooLittle) {
  const Dataset dataset{torch::zeros({10, 1, 32, 32}), torch::zeros({10}, torch::kInt64)};
  const std::size_t bytes = 10 * 32 * 32 * 4;
  const FilmPlacement full = place_films(dataset, gpu, 2 * bytes - 1);
  EXPECT_TRUE(full.dataset.images.is_cpu());
  EXPECT_THAT(full.description, HasSubstr("more than half of the GPU's"));
  const FilmPlacement unknown = place_films(dataset, gpu, std::nullopt);
  EXPECT_TRUE(unknown.dataset.images.is_cpu());
  EXPECT_THAT(unknown.description, HasSubstr("does not report"));
  EXPECT_EQ(gathering_for(full.dataset), Gathering::ahead);
}

TEST(PlaceFilms, OnTheCpuThereIsNothingToDo) {
  const Dataset dataset{torch::zeros({1, 1, 2, 2}), torch::zeros({1}, torch::kInt64)};
  const c10::Device cpu(c10::kCPU);
  EXPECT_FALSE(free_bytes(cpu));
  EXPECT_EQ(place_films(dataset, cpu, std::nullopt).description, "");
}

TEST(PlaceFilms, MoveToAGpuThatHoldsThem) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA here";
  const Dataset dataset{torch::zeros({1, 1, 2, 2}), torch::zeros({1}, torch::kInt64)};
  const auto free = free_bytes(gpu);
  ASSERT_TRUE(free);
  const FilmPlacement placed = place_films(dataset, gpu, free);
  EXPECT_TRUE(placed.dataset.images.is_cuda());
  EXPECT_EQ(gathering_for(placed.dataset), Gathering::in_place);
}

}  // namespace
}  // namespace chestlens
