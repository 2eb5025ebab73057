#include "io/event_file.hpp"

#include "io/atomic_file.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

using namespace std::string_view_literals;

/// A reader of its own, written from event.proto and the wire format's description: what a message
/// holds, by field number.
struct Message {
  std::map<int, std::uint64_t> numbers;      // varints, and fixed fields as raw bits
  std::multimap<int, std::string> contents;  // texts and inner messages
};

std::uint64_t take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (bytes.empty()) throw std::runtime_error("a number without an end");
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
}

std::uint64_t take_raw(std::string_view& bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes.at(i))} << (8 * i);
  }
  bytes.remove_prefix(count);
  return value;
}

Message parse_message(std::string_view bytes) {
  Message message;
  while (!bytes.empty()) {
    const std::uint64_t key = take_varint(bytes);
    const int field = static_cast<int>(key >> 3U);
    switch (key & 7U) {
      case 0:
        message.numbers[field] = take_varint(bytes);
        break;
      case 1:
        message.numbers[field] = take_raw(bytes, 8);
        break;
      case 2: {
        const std::uint64_t length = take_varint(bytes);
        message.contents.emplace(field, std::string(bytes.substr(0, length)));
        bytes.remove_prefix(length);
        break;
      }
      case 5:
        message.numbers[field] = take_raw(bytes, 4);
        break;
      default:
        throw std::runtime_error("an unknown wire type");
    }
  }
  return message;
}

std::string message_of(std::string_view record) {
  const std::uint64_t length = take_raw(record, 8);
  record.remove_prefix(4);
  return std::string(record.substr(0, length));
}

// RFC 3720, B.4, and the check value of the catalogue of CRCs.
TEST(Crc32c, HasTheKnownValues) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
  EXPECT_EQ(crc32c(""), 0U);
}

// What other writers of event files write at the moment 256.5.
TEST(EventFile, HasTheKnownBytes) {
  EXPECT_EQ(first_event_record(256.5),
            "\x18\0\0\0\0\0\0\0\xa3\x7fK\"\t\0\0\0\0\0\x08p@\x1a\rbrain.Event:2\xbc\x98!+"sv);
  EXPECT_EQ(event_record({256.5, 1, {{"v/1", 1.5F}}}),
            "\x19\0\0\0\0\0\0\0\x8b\xf1\x08(\t\0\0\0\0\0\x08p@\x10\x01*\x0c\n\n\n\x03v/1\x15\0\0"
            "\xc0?,\xec\xc0\x87"sv);
}

TEST(EventFile, IsReadByAReaderOfItsOwn) {
  const ScalarEvent event{1.7e9 + 0.25, 300, {{"loss", 0.125F}, {"recall/normal", -2.0F}}};
  const Message message = parse_message(message_of(event_record(event)));
  double wall_time = 0.0;
  std::memcpy(&wall_time, &message.numbers.at(1), sizeof wall_time);
  EXPECT_EQ(wall_time, event.wall_time_seconds);
  EXPECT_EQ(message.numbers.at(2), 300U);
  const Message summary = parse_message(message.contents.find(5)->second);
  ASSERT_EQ(summary.contents.count(1), 2U);
  auto scalar = event.scalars.begin();
  for (const auto& [field, bytes] : summary.contents) {
    const Message value = parse_message(bytes);
    const auto bits = static_cast<std::uint32_t>(value.numbers.at(2));
    float number = 0.0F;
    std::memcpy(&number, &bits, sizeof number);
    EXPECT_EQ(value.contents.find(1)->second, scalar->first);
    EXPECT_EQ(number, scalar->second);
    ++scalar;
  }
}

TEST(EventFile, RecordsAreFoundUpToATornOrDamagedOne) {
  std::string file = first_event_record(1.0);
  std::vector<std::size_t> ends = {file.size()};
  for (const std::int64_t step : {1, 2, 200, 70000}) {
    file += event_record({1.0, step, {{"x", 1.0F}}});
    ends.push_back(file.size());
  }
  const auto found = find_events(file);
  ASSERT_EQ(found.size(), 5U);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].end, ends[i]);
  EXPECT_EQ(found[0].step, 0);
  EXPECT_EQ(found[3].step, 200);
  EXPECT_EQ(found[4].step, 70000);

  for (std::size_t length = 0; length < file.size(); ++length) {
    const auto whole = find_events(std::string_view(file).substr(0, length));
    EXPECT_EQ(whole.size(), static_cast<std::size_t>(std::ranges::count_if(
                                ends, [&](auto end) { return end <= length; })))
        << length;
  }
  for (std::size_t i = ends[1]; i < ends[2]; ++i) {
    std::string damaged = file;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    EXPECT_EQ(find_events(damaged).size(), 2U) << i;
  }
}

TEST(EventFile, IsCutAndAppendedInPlace) {
  const test::TemporaryFolder folder;
  const auto path = folder / "file";
  ASSERT_TRUE(append_to_file(path, 0, "abcdef"));
  ASSERT_TRUE(append_to_file(path, 3, "XY"));
  EXPECT_EQ(read_text(path).value(), "abcXY");
  const Status status = append_to_file(folder / "nowhere" / "file", 0, "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::io);
  EXPECT_THAT(status.error().message, HasSubstr("No such file"));
  const Status full = append_to_file("/dev/full", 0, "x");
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().message, HasSubstr("No space left"));
}

}  // namespace
}  // namespace chestlens
