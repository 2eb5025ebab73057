#include "distributed/compare.hpp"

#include "distributed/synchronize.hpp"
#include "io/sha256.hpp"
#include "io/text.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstddef>

namespace chestlens {
namespace {

constexpr std::size_t digest_characters = 64;
constexpr std::size_t longest_shown = 40;  // characters of a value

/// Each rank's text of one length, on all ranks.
Result<std::vector<std::string>> gather_texts(Group& group, std::string own) {
  const auto length = static_cast<std::int64_t>(own.size());
  const auto row = torch::from_blob(own.data(), {1, length}, torch::kUInt8);
  const int ranks = group.placement().ranks;
  CHESTLENS_TRY(const auto rows, gather_rows(group, row, ranks));
  std::vector<std::string> texts;
  for (int rank = 0; rank < ranks; ++rank) {
    const auto* bytes = reinterpret_cast<const char*>(rows.data_ptr<std::uint8_t>());
    texts.emplace_back(bytes + rank * length, own.size());
  }
  return texts;
}

/// The ranks whose digest is not rank 0's.
std::vector<std::string> other_ranks(const std::vector<std::string>& digests, std::size_t item) {
  const auto digest_of = [&](const std::string& text) {
    return text.substr(item * digest_characters, digest_characters);
  };
  std::vector<std::string> others;
  for (std::size_t rank = 1; rank < digests.size(); ++rank) {
    if (digest_of(digests[rank]) != digest_of(digests[0])) others.push_back(std::to_string(rank));
  }
  return others;
}

std::string difference(const Common& item, const std::vector<std::string>& others) {
  std::string text =
      fmt::format("{} of rank{} {}", item.name, others.size() == 1 ? "" : "s", joined(others));
  if (item.value.size() <= longest_shown && item.value.find('\n') == std::string::npos) {
    text += fmt::format(" (here {})", item.value);
  }
  return text;
}

}  // namespace

Status compare_on_ranks(Group& group, const std::vector<Common>& items) {
  if (group.placement().ranks == 1) return {};
  std::string names, digests;
  for (const Common& item : items) {
    names += item.name + "\n";
    digests += sha256_hex(item.value);
  }
  // Another version of the program may compare another number of things.
  CHESTLENS_TRY(const auto all_names, gather_texts(group, sha256_hex(names)));
  std::vector<std::string> differences;
  if (const auto others = other_ranks(all_names, 0); !others.empty()) {
    differences.push_back(difference({"the program's version", "\n"}, others));
  } else {
    CHESTLENS_TRY(const auto all_digests, gather_texts(group, digests));
    for (std::size_t item = 0; item < items.size(); ++item) {
      const auto differing = other_ranks(all_digests, item);
      if (!differing.empty()) differences.push_back(difference(items[item], differing));
    }
  }
  if (differences.empty()) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("not rank 0's: {}; start all processes with the same program, options, "
                          "recipe and films",
                          fmt::join(differences, ", ")),
              to_string(group.placement()));
}

}  // namespace chestlens
