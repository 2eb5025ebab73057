#include "pth/pth.hpp"

#include "support/pth_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

namespace chestlens {
namespace {

using testing::HasSubstr;

using test::bytes_of;
using test::PickleWriter;
using test::small_checkpoint_pickle;
using test::small_checkpoint_storages;

using Writer = std::string (*)(const std::string&, const test::StorageBytes&);

std::string zip_of(const std::string& pickle, const test::StorageBytes& storages) {
  return test::zip_file(pickle, storages);
}

class Pth : public testing::TestWithParam<Writer> {
 protected:
  static void expect_error(const std::string& bytes, ErrorCode code, const std::string& part) {
    const auto file = read_pth(bytes_of(bytes));
    ASSERT_FALSE(file) << part;
    EXPECT_EQ(file.error().code, code) << to_string(file.error());
    EXPECT_THAT(file.error().message, HasSubstr(part)) << to_string(file.error());
  }
};

INSTANTIATE_TEST_SUITE_P(Layouts, Pth, testing::Values(test::legacy_file, zip_of));

TEST_P(Pth, ReadsTheStateDictOfACheckpoint) {
  const auto bytes = GetParam()(small_checkpoint_pickle(), small_checkpoint_storages());
  const auto file = read_pth(bytes_of(bytes));
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_EQ(file->dicts.size(), 1U);
  EXPECT_EQ(file->dicts.front().key, "state_dict");
  EXPECT_TRUE(file->dicts.front().is_usual);
  ASSERT_EQ(file->dicts.front().tensors.size(), 2U);
  const StoredTensor& b = file->dicts.front().tensors.at("b");
  EXPECT_EQ(b.offset, 2);
  EXPECT_EQ(b.shape, (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(b.strides, (std::vector<std::int64_t>{1, 2}));
  const Storage& storage = file->storages.at(b.storage);
  EXPECT_EQ(storage.type, ElementType::float32);
  ASSERT_EQ(storage.bytes.size(), 24U);
  float value = 0.0F;
  std::memcpy(&value, storage.bytes.data() + 20, sizeof value);
  EXPECT_EQ(value, 40.0F);
}

TEST_P(Pth, NeedsAStateDict) {
  expect_error(GetParam()(PickleWriter().number(3).done(), {}), ErrorCode::corrupt,
               "holds no state dict");
  PickleWriter other;
  other.code('}').text("network").code('}').code('s').text("epoch").number(3).code('s');
  expect_error(GetParam()(other.done(), {}), ErrorCode::corrupt, "network, epoch");
  PickleWriter nameless;
  nameless.code('}').number(3).tensor("FloatStorage", "0", 3, 0, {3}, {1}).code('s');
  expect_error(GetParam()(nameless.done(), {small_checkpoint_storages().front()}),
               ErrorCode::corrupt, "a tensor's name is no text");
}

TEST_P(Pth, ACheckpointThatHoldsItselfEnds) {
  PickleWriter writer;
  writer.code('}').bytes += std::string("q\0", 2);
  writer.text("model").bytes += std::string("h\0", 2);
  expect_error(GetParam()(writer.code('s').done(), {}), ErrorCode::corrupt, "but model");
}

TEST_P(Pth, RefusesCode) {
  PickleWriter writer;
  writer.global("posix", "system").text("true").code('\x85').code('R');
  expect_error(GetParam()(writer.done(), {}), ErrorCode::unsupported, "posix.system");
}

/// A dict with the small checkpoint's tensors under `key`, beside what other programs put there.
std::string wrapped(const std::string& key) {
  PickleWriter writer;
  writer.code('}').text("epoch").number(3).code('s');
  writer.text("best").global("numpy.core.multiarray", "scalar").code(')').code('R').code('s');
  writer.text(key).code('}');
  writer.text("a").tensor("FloatStorage", "0", 3, 0, {3}, {1}).code('s').code('s');
  return writer.done();
}

TEST_P(Pth, FindsTheOnlyDictThatHoldsTensors) {
  for (const char* key : {"state_dict_ema", "weights", "my_network"}) {
    const auto file =
        read_pth(bytes_of(GetParam()(wrapped(key), {small_checkpoint_storages().front()})));
    ASSERT_TRUE(file) << to_string(file.error());
    ASSERT_EQ(file->dicts.size(), 1U);
    EXPECT_EQ(file->dicts.front().key, key);
    EXPECT_TRUE(file->dicts.front().tensors.contains("a")) << key;
  }
}

// {"best": tensor, "nets": [{"a": tensor}, {"a": tensor, "b": tensor}], "model": {"a": tensor},
//  "optimizer": {0: {"m": tensor}}}: numbered parameters of an optimizer are no state dict.
TEST_P(Pth, FindsAllStateDictsTheLikeliestFirst) {
  PickleWriter writer;
  const auto tensor = [&writer](const char* name) {
    writer.text(name).tensor("FloatStorage", "0", 3, 0, {3}, {1}).code('s');
  };
  writer.code('}');
  tensor("best");
  writer.text("nets").code(']').code('}');
  tensor("a");
  writer.code('a').code('}');
  tensor("a");
  tensor("b");
  writer.code('a').code('s').text("model").code('}');
  tensor("a");
  writer.code('s').text("optimizer").code('}').number(0).code('}');
  tensor("m");
  writer.code('s').code('s');
  const auto file =
      read_pth(bytes_of(GetParam()(writer.done(), {small_checkpoint_storages().front()})));
  ASSERT_TRUE(file) << to_string(file.error());
  std::vector<std::string> keys;
  for (const StateDict& state : file->dicts) keys.push_back(state.key);
  EXPECT_THAT(keys, testing::ElementsAre("model", "nets.1", "", "nets.0"));
  EXPECT_FALSE(file->dicts.at(1).is_usual);
}

TEST_P(Pth, ATensorOfAnUnknownTypeIsLeftOut) {
  PickleWriter writer;
  writer.code('}').text("a").tensor("FloatStorage", "0", 3, 0, {3}, {1}).code('s');
  writer.text("q").tensor("QInt8Storage", "1", 3, 0, {3}, {1}).code('s');
  const auto file =
      read_pth(bytes_of(GetParam()(writer.done(), {small_checkpoint_storages().front()})));
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_EQ(file->dicts.front().tensors.size(), 1U);
}

TEST_P(Pth, NamesTheCodeThatAnErrorIsAbout) {
  for (const auto& [name, shown] : {std::pair<std::string, std::string>{"b\x1b[31m", "m.b?[31m"},
                                    {std::string(900, 'x'), "xxx..."}}) {
    PickleWriter writer;
    writer.global("m", name).code(')').code('R');
    expect_error(GetParam()(writer.done(), {}), ErrorCode::unsupported, shown);
  }
}

TEST_P(Pth, StoragesHaveTheSizeTheyClaim) {
  auto storages = small_checkpoint_storages();
  storages[1].second.resize(20);
  expect_error(GetParam()(small_checkpoint_pickle(), storages), ErrorCode::corrupt,
               "storage 1 has");
  storages.pop_back();
  const auto bytes = GetParam()(small_checkpoint_pickle(), storages);
  EXPECT_FALSE(read_pth(bytes_of(bytes)));
  PickleWriter huge;
  huge.code('}').text("a").tensor("FloatStorage", "0", std::int64_t{1} << 40, 0, {1}, {1});
  const auto claims = GetParam()(huge.code('s').done(), {small_checkpoint_storages().front()});
  EXPECT_FALSE(read_pth(bytes_of(claims)));
}

TEST_P(Pth, EveryTruncationIsAnError) {
  const auto bytes = GetParam()(small_checkpoint_pickle(), small_checkpoint_storages());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(read_pth(bytes_of(bytes).first(size))) << size;
  }
}

TEST(PthZip, ReadsWhatWasPackedAgain) {
  const auto compressed =
      test::zip_file(small_checkpoint_pickle(), small_checkpoint_storages(), true);
  const auto slashes =
      test::zip_file(small_checkpoint_pickle(), small_checkpoint_storages(), false, "my weights\\");
  const auto top = test::zip_file(small_checkpoint_pickle(), small_checkpoint_storages(), true, "");
  for (const std::string& bytes : {compressed, slashes, top}) {
    const auto file = read_pth(bytes_of(bytes));
    ASSERT_TRUE(file) << to_string(file.error());
    const Storage& b = file->storages.at(file->dicts.front().tensors.at("b").storage);
    EXPECT_EQ(b.bytes.size(), 24U);
  }
}

TEST(PthZip, AFewBytesUnpackToNoMore) {
  std::string zeros(1 << 20, '\0');
  PickleWriter writer;
  writer.code('}').text("a").tensor("FloatStorage", "0", 1 << 18, 0, {1 << 18}, {1}).code('s');
  const auto bytes = test::zip_file(writer.done(), {{"0", zeros}}, true);
  ASSERT_LT(bytes.size(), 10'000U);
  const auto file = read_pth(bytes_of(bytes));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::too_large) << to_string(file.error());
}

TEST(PthZip, NoticesAChangedByte) {
  auto bytes = test::zip_file(small_checkpoint_pickle(), small_checkpoint_storages());
  const float forty = 40.0F;
  const auto place = bytes.find(test::raw(forty));
  ASSERT_NE(place, std::string::npos);
  bytes[place] = 1;
  const auto file = read_pth(bytes_of(bytes));
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().message, HasSubstr("entry archive/data/1 is damaged"))
      << to_string(file.error());
}

}  // namespace
}  // namespace chestlens
