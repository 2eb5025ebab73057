// Files changed at random places are read or refused, but never crash (the sanitizers' build
// watches), and what is read lies within its storage.
#include "pth/pth.hpp"
#include "support/pth_writer.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace chestlens {
namespace {

/// Changes a few bytes, or doubles or drops a stretch.
std::string mutated(std::string bytes, std::mt19937& random) {
  const auto below = [&random](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  const std::size_t changes = 1 + below(4);
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t place = below(bytes.size());
    switch (below(4)) {
      case 0:
        bytes.erase(place, 1 + below(8));
        if (bytes.empty()) return bytes;
        break;
      case 1:
        bytes.insert(place, bytes.substr(below(bytes.size()), 1 + below(32)));
        break;
      case 2:
        bytes[place] = static_cast<char>(below(256));
        break;
      default:
        bytes[place] = static_cast<char>(bytes[place] ^ (1 << below(8)));
    }
  }
  return bytes;
}

/// Reads the last byte that each tensor can reach.
void expect_within_storage(const PthFile& file) {
  std::multimap<std::string, StoredTensor> tensors;
  for (const StateDict& state : file.dicts) {
    tensors.insert(state.tensors.begin(), state.tensors.end());
  }
  for (const auto& [name, tensor] : tensors) {
    const Storage& storage = file.storages.at(tensor.storage);
    std::int64_t last = tensor.offset;
    bool empty = false;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      last += (tensor.shape[i] - 1) * tensor.strides[i];
      empty |= tensor.shape[i] == 0;
    }
    if (empty) continue;
    const std::size_t end = (static_cast<std::size_t>(last) + 1) * element_bytes(storage.type);
    ASSERT_LE(end, storage.bytes.size()) << name;
  }
}

class Mutation : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Layouts, Mutation, testing::Bool());

TEST_P(Mutation, IsReadOrRefused) {
  const auto pickle = test::small_checkpoint_pickle();
  const auto storages = test::small_checkpoint_storages();
  const bool zip = GetParam();
  std::mt19937 random(1);
  int read = 0;
  constexpr int rounds = 20'000;
  for (int i = 0; i < rounds; ++i) {
    // In a zip the checksum would end most changes early: there the pickle is changed within.
    const bool within = zip && i % 2 == 0;
    const std::string changed = within ? mutated(pickle, random) : pickle;
    const std::string bytes =
        zip ? test::zip_file(changed, storages) : test::legacy_file(changed, storages);
    const auto file = read_pth(test::bytes_of(within ? bytes : mutated(bytes, random)));
    if (!file) {
      ASSERT_FALSE(file.error().message.empty());
      continue;
    }
    ++read;
    expect_within_storage(*file);
  }
  EXPECT_GT(read, rounds / 200);  // else the test tests nothing
  EXPECT_LT(read, rounds);
}

}  // namespace
}  // namespace chestlens
