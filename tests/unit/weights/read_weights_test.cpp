#include "weights/read_weights.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/pth_writer.hpp"
#include "support/temporary_folder.hpp"
#include "weights/tensor_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstdint>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

using test::bytes_of;
using test::PickleWriter;

class ReadWeightsTest : public testing::Test {
 protected:
  Result<Weights> read(const std::string& bytes) {
    test::must(write_file_atomic(path_, bytes));
    return read_weights(path_);
  }
  void expect_error(const std::string& bytes, ErrorCode code, const std::string& part) {
    const auto weights = read(bytes);
    ASSERT_FALSE(weights) << part;
    EXPECT_EQ(weights.error().code, code) << to_string(weights.error());
    EXPECT_THAT(to_string(weights.error()), HasSubstr(part));
    EXPECT_TRUE(weights.error().context.starts_with(path_.string())) << weights.error().context;
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "weights";
};

std::string storage_name(torch::ScalarType type) {
  return std::string(torch::toString(type)) + "Storage";
}

/// A dict of tensors as torch.save() writes it: each with the storage that it shows, and strides.
std::string saved(const Weights& weights) {
  PickleWriter writer;
  test::StorageBytes storages;
  writer.empty_ordered_dict().code('(');
  for (const auto& [name, tensor] : weights) {
    const auto& storage = tensor.storage();
    const std::string key = std::to_string(storages.size());
    const auto elements = static_cast<std::int64_t>(storage.nbytes()) / tensor.element_size();
    writer.text(name).tensor(storage_name(tensor.scalar_type()), key, elements,
                             tensor.storage_offset(), tensor.sizes().vec(), tensor.strides().vec());
    storages.emplace_back(key,
                          std::string(static_cast<const char*>(storage.data()), storage.nbytes()));
  }
  return test::zip_file(writer.code('u').done(), storages);
}

TEST_F(ReadWeightsTest, ReadsEveryTypeAndStride) {
  const auto base = torch::rand({4, 5});
  const Weights written{{"f16", base.to(torch::kFloat16)},
                        {"bf16", base.to(torch::kBFloat16)},
                        {"f32", base},
                        {"f64", base.to(torch::kFloat64)},
                        {"i64", torch::tensor(7, torch::kInt64)},
                        {"i32", torch::arange(3, torch::kInt32)},
                        {"u8", torch::arange(3, torch::kUInt8)},
                        {"bool", torch::tensor({true, false})},
                        {"transposed", base.t()},
                        {"row", base[2]},
                        {"column", base.select(1, 3)},
                        {"empty", torch::empty({0, 3})}};
  const auto weights = read(saved(written));
  ASSERT_TRUE(weights) << to_string(weights.error());
  EXPECT_EQ(weights_format(bytes_of(read_text(path_).value())), WeightsFormat::zip_pth);
  ASSERT_EQ(weights->size(), written.size());
  for (const auto& [name, tensor] : written) {
    EXPECT_TRUE(torch::equal(weights->at(name), tensor)) << name;
    EXPECT_EQ(weights->at(name).dtype(), tensor.dtype()) << name;
  }
}

TEST_F(ReadWeightsTest, ReadsALegacyCheckpoint) {
  const auto bytes =
      test::legacy_file(test::small_checkpoint_pickle(), test::small_checkpoint_storages());
  EXPECT_EQ(weights_format(bytes_of(bytes)), WeightsFormat::legacy_pth);
  const auto weights = read(bytes);
  ASSERT_TRUE(weights) << to_string(weights.error());
  EXPECT_TRUE(torch::equal(weights->at("a"), torch::tensor({1.0F, 2.0F, 3.0F})));
  EXPECT_TRUE(torch::equal(weights->at("b"), torch::tensor({{10.0F, 30.0F}, {20.0F, 40.0F}})));
}

TEST_F(ReadWeightsTest, ReadsAViewOfAStorageAsOldFilesHaveThem) {
  PickleWriter writer;
  writer.code('}').text("a").tensor("FloatStorage", "1", 6, 1, {2}, {1}, {2, 4}).code('s');
  const auto weights =
      read(test::legacy_file(writer.done(), {test::small_checkpoint_storages()[1]}));
  ASSERT_TRUE(weights) << to_string(weights.error());
  EXPECT_TRUE(torch::equal(weights->at("a"), torch::tensor({20.0F, 30.0F})));
}

TEST_F(ReadWeightsTest, ReadsSafetensorsInHalfPrecision) {
  const auto values = torch::randn({3, 4});
  test::must(write_tensor_file(path_, {.tensors = {{"half", values.to(torch::kFloat16)},
                                                   {"brain", values.to(torch::kBFloat16)}},
                                       .texts = {{"format", "pt"}}}));
  EXPECT_EQ(weights_format(bytes_of(read_text(path_).value())), WeightsFormat::safetensors);
  const auto weights = read_weights(path_);
  ASSERT_TRUE(weights) << to_string(weights.error());
  EXPECT_TRUE(torch::equal(weights->at("half"), values.to(torch::kFloat16)));
  EXPECT_TRUE(torch::equal(weights->at("brain"), values.to(torch::kBFloat16)));
}

TEST_F(ReadWeightsTest, TakesOffAPrefixThatAllNamesShare) {
  const auto tensor = torch::rand({2});
  const auto names = [&](const Weights& written) {
    std::string names;
    const Weights weights = read(saved(written)).value();
    for (const auto& [name, unused] : weights) names += name + " ";
    return names;
  };
  EXPECT_EQ(names({{"module.fc.bias", tensor}, {"module.fc.weight", tensor}}),
            "fc.bias fc.weight ");
  EXPECT_EQ(names({{"module.model.a", tensor}}), "a ");
  EXPECT_EQ(names({{"module.a", tensor}, {"b", tensor}}), "b module.a ");
}

TEST_F(ReadWeightsTest, AKeyChoosesByThePathOrByWhatNamesBeginWith) {
  const auto one = torch::ones({2});
  const auto two = torch::zeros({2});
  const std::string bytes = saved({{"student.fc.weight", one}, {"teacher.fc.weight", two}});
  const auto of_key = [&](const std::string& key) {
    return parse_state_dicts(bytes_of(bytes), key);
  };
  const auto teacher = of_key("teacher");
  ASSERT_TRUE(teacher) << to_string(teacher.error());
  ASSERT_EQ(teacher->size(), 1U);
  EXPECT_EQ(teacher->front().key, "teacher");
  EXPECT_TRUE(torch::equal(teacher->front().weights.at("fc.weight"), two));
  const auto none = of_key("ema");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_THAT(none.error().message, HasSubstr("no tensors under the key ema"));

  const auto checkpoint =
      test::legacy_file(test::small_checkpoint_pickle(), test::small_checkpoint_storages());
  EXPECT_EQ(parse_state_dicts(bytes_of(checkpoint), "state_dict").value().front().weights.size(),
            2U);
  EXPECT_THAT(parse_state_dicts(bytes_of(checkpoint), "ema").error().message,
              HasSubstr("keys: state_dict"));
}

TEST_F(ReadWeightsTest, PassesOverTensorsOfUnknownTypes) {
  const std::string header = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                             R"("mask":{"dtype":"BOOL","shape":[2],"data_offsets":[4,6]}})";
  const auto weights = read(test::raw(std::uint64_t{header.size()}) + header + "123456");
  ASSERT_TRUE(weights) << to_string(weights.error());
  EXPECT_EQ(weights->size(), 1U);
  EXPECT_TRUE(weights->contains("a"));
}

TEST_F(ReadWeightsTest, SaysWhatAFileIsThatHoldsNoWeights) {
  expect_error("", ErrorCode::unsupported, "neither .safetensors nor .pth");
  expect_error("<!DOCTYPE html><html>", ErrorCode::unsupported, "web page");
  expect_error("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n",
               ErrorCode::unsupported, "it is a pointer of Git LFS");
  expect_error("\x1f\x8b\x08", ErrorCode::unsupported, "gzip; unpack it");
  expect_error("{\"metadata\": {}}", ErrorCode::unsupported, "it is JSON");
  expect_error("\x89HDF\r\n\x1a\n", ErrorCode::unsupported, "HDF5");
  expect_error(PickleWriter().number(1).done(), ErrorCode::unsupported,
               "torch.save() did not write");
  expect_error(std::string(100, '\0'), ErrorCode::unsupported, "neither");
  const auto bytes = test::legacy_file(PickleWriter().global("builtins", "eval").done(), {});
  expect_error(bytes, ErrorCode::unsupported, "builtins.eval");
  EXPECT_EQ(read_weights(folder_ / "none").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace chestlens
