#include "data/random.hpp"
#include "figures.hpp"
#include "learn/device_memory.hpp"
#include "train/batch_source.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>

namespace chestlens {
namespace {

const c10::Device first_gpu(c10::kCUDA, 0);

/// "cuda:0", or "cpu, pinned".
std::string place_of(const torch::Tensor& images) {
  return images.device().str() + (images.is_cpu() && images.is_pinned() ? ", pinned" : "");
}

TEST(GpuFilms, LieOnTheGpuWhereTheyFitAndArePinnedElsewhereAndAreTheSame) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no GPU here";
  torch::manual_seed(6);
  const Dataset films{torch::rand({300, 1, 64, 64}), torch::arange(300)};
  const auto free = free_bytes(first_gpu);
  ASSERT_TRUE(free);
  const FilmPlacement resident = place_films(films, first_gpu, free);
  const FilmPlacement elsewhere = place_films(films, first_gpu, films.images.nbytes());
  const LoaderOptions options{.batch_size = 32, .drop_incomplete = true, .pinned_memory = true};
  const auto order = shuffled_indices(300, 4);
  BatchSource one(resident.dataset, order, options, gathering_for(resident.dataset));
  BatchSource other(elsewhere.dataset, order, options, gathering_for(elsewhere.dataset));
  std::string place, other_place;
  std::int64_t different = 0, batches = 0;
  while (const auto batch = one.next()) {
    const auto same = other.next();
    ASSERT_TRUE(same);
    place = place_of(batch->images);
    other_place = place_of(same->images);
    different += torch::equal(batch->images.cpu(), same->images) ? 0 : 1;
    ++batches;
  }
  EXPECT_EQ(batches, 9);
  test::expect_holds("films that fit", resident.description + ": batches are on " + place,
                     place == "cuda:0");
  test::expect_holds("films that do not fit",
                     elsewhere.description + ": batches are on " + other_place,
                     other_place == "cpu, pinned");
  test::expect_at_most("films: batches of other films for the other place",
                       static_cast<double>(different), 0.0);
}

TEST(GpuFilms, MemoryThatLibTorchKeepsCountsAsFree) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no GPU here";
  const auto before = free_bytes(first_gpu);
  ASSERT_TRUE(before);
  constexpr std::int64_t gigabyte = 1 << 30;
  {
    const auto used =
        torch::empty({gigabyte}, torch::TensorOptions().dtype(torch::kByte).device(first_gpu));
  }
  const auto after = free_bytes(first_gpu);
  ASSERT_TRUE(after);
  const double kept = (static_cast<double>(*before) - static_cast<double>(*after)) / gigabyte;
  test::expect_at_most("memory between stages: GB that are kept of 1 GB that was freed", kept, 0.1);
}

}  // namespace
}  // namespace chestlens
