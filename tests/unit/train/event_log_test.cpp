#include "train/event_log.hpp"

#include "io/atomic_file.hpp"
#include "io/event_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string line(int epoch, double loss) {
  return R"({"epoch":)" + std::to_string(epoch) + R"(,"stage":1,"loss":)" + std::to_string(loss) +
         R"(,"recall":{"a":0.5},"best":true})";
}

class EventLog : public testing::Test {
 protected:
  std::string bytes() const { return read_text(path_).value(); }
  std::vector<std::int64_t> steps() const {
    std::vector<std::int64_t> steps;
    for (const FoundEvent& event : find_events(bytes())) steps.push_back(event.step);
    return steps;
  }

  const test::TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_ / "events.out.tfevents.test";
};

TEST_F(EventLog, GrowsWithTheLog) {
  std::vector<std::string> log;
  test::must(update_event_file(path_, log));
  EXPECT_EQ(steps(), std::vector<std::int64_t>{0});
  for (int epoch = 1; epoch <= 3; ++epoch) {
    const std::string before = bytes();
    log.push_back(line(epoch, 1.0 / epoch));
    test::must(update_event_file(path_, log));
    EXPECT_EQ(bytes().substr(0, before.size()), before) << "a watcher reads on from where it was";
  }
  EXPECT_EQ(steps(), (std::vector<std::int64_t>{0, 1, 2, 3}));
  const std::string same = bytes();
  test::must(update_event_file(path_, log));
  EXPECT_EQ(bytes(), same);
  // Numbers only, those of an object under its name.
  EXPECT_THAT(same, HasSubstr("recall/a"));
  EXPECT_THAT(same, HasSubstr("loss"));
  EXPECT_THAT(same, Not(HasSubstr("best")));
}

TEST_F(EventLog, ForgetsEpochsThatTheLogHasNoMore) {
  const std::vector<std::string> log = {line(1, 1.0), line(2, 0.5), line(3, 0.4)};
  test::must(update_event_file(path_, log));
  test::must(update_event_file(path_, {log[0]}));
  EXPECT_EQ(steps(), (std::vector<std::int64_t>{0, 1}));
  test::must(update_event_file(path_, {log[0], line(2, 0.25)}));
  EXPECT_EQ(steps(), (std::vector<std::int64_t>{0, 1, 2}));
}

TEST_F(EventLog, RepairsATornFile) {
  const std::vector<std::string> log = {line(1, 1.0), line(2, 0.5)};
  test::must(update_event_file(path_, log));
  const std::string whole = bytes();
  for (const std::size_t length : {std::size_t{5}, whole.size() / 2, whole.size() - 1}) {
    test::must(write_file_atomic(path_, whole.substr(0, length)));
    test::must(update_event_file(path_, log));
    EXPECT_EQ(bytes().size(), whole.size());
    EXPECT_EQ(steps(), (std::vector<std::int64_t>{0, 1, 2}));
  }
}

}  // namespace
}  // namespace chestlens
