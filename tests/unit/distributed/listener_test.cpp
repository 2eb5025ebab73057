#include "distributed/listener.hpp"

#include "distributed/free_port.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace chestlens {
namespace {

using testing::HasSubstr;
constexpr std::chrono::milliseconds patience{500};

TEST(FindListener, FindsWhoListensByAddressAndByName) {
  const test::ListeningPort port(8);
  EXPECT_TRUE(find_listener("127.0.0.1", port.number(), patience));
  EXPECT_TRUE(find_listener("localhost", port.number(), patience));
}

TEST(FindListener, SaysWhyThereIsNobody) {
  const Status refused = find_listener("127.0.0.1", test::free_port(), patience);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("refused"));

  const Status unknown = find_listener("no-such-host.invalid", 1234, patience);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("no-such-host.invalid: "));
}

// Where the queue is full, the kernel drops who comes next, as a firewall would.
TEST(FindListener, HasPatienceWithWhoDoesNotAnswer) {
  const test::ListeningPort port(0);
  const auto start = std::chrono::steady_clock::now();
  Status answered;
  for (int i = 0; i < 10 && answered; ++i) {
    answered = find_listener("127.0.0.1", port.number(), patience);
  }
  ASSERT_FALSE(answered);
  EXPECT_THAT(answered.error().message, HasSubstr("timed out"));
  EXPECT_GE(std::chrono::steady_clock::now() - start, patience);
}

}  // namespace
}  // namespace chestlens
