#include "weights/tensor_file.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstring>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

class TensorFileTest : public testing::Test {
 protected:
  /// Writes a file of the given header and data, as another program might.
  Result<TensorFile> read(const std::string& header, const std::string& data) {
    const std::uint64_t length = header.size();
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    test::must(write_file_atomic(path_, bytes + header + data));
    return read_tensor_file(path_);
  }
  void expect_error(const std::string& header, const std::string& data, ErrorCode code,
                    const std::string& part) {
    const auto file = read(header, data);
    ASSERT_FALSE(file) << header;
    EXPECT_EQ(file.error().code, code) << to_string(file.error());
    EXPECT_THAT(to_string(file.error()), HasSubstr(part));
    EXPECT_TRUE(file.error().context.starts_with(path_.string())) << file.error().context;
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "weights.safetensors";
};

TEST_F(TensorFileTest, ReadsBackEveryTypeShapeAndText) {
  const auto film = torch::rand({2, 3, 4, 5});
  const TensorFile written{.tensors = {{"a", film.contiguous(torch::MemoryFormat::ChannelsLast)},
                                       {"scalar", torch::tensor(7, torch::kInt64)},
                                       {"double", torch::rand({3}, torch::kFloat64)},
                                       {"empty", torch::empty({0, 4})},
                                       {"slice", film.select(1, 1)}},
                           .texts = {{"note", "with \"quotes\" and\nlines, é"}}};
  ASSERT_TRUE(write_tensor_file(path_, written));
  const TensorFile file = read_tensor_file(path_).value();
  EXPECT_EQ(file.texts, written.texts);
  ASSERT_EQ(file.tensors.size(), written.tensors.size());
  for (const auto& [name, tensor] : written.tensors) {
    EXPECT_TRUE(torch::equal(file.tensors.at(name), tensor)) << name;
    EXPECT_EQ(file.tensors.at(name).dtype(), tensor.dtype()) << name;
  }
}

TEST_F(TensorFileTest, ReadsAFileOfTheFormatsOwnDescription) {
  const std::string header =
      R"({"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  const float values[] = {1.5F, -2.0F};
  std::string data(8, '\0');
  std::memcpy(data.data(), values, 8);
  const auto file = read(header, data);
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_EQ(file->tensors.at("x")[1].item<float>(), -2.0F);
}

TEST_F(TensorFileTest, RefusesATypeItCannotWrite) {
  const Status status =
      write_tensor_file(path_, {.tensors = {{"x", torch::zeros({1}, torch::kBool)}}, .texts = {}});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::unsupported);
}

TEST_F(TensorFileTest, EveryDamageIsAnError) {
  const auto entry = [](const std::string& dtype, const std::string& shape,
                        const std::string& offsets) {
    return R"({"x":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" +
           offsets + "}}";
  };
  expect_error(entry("F32", "[2]", "[0,8]"), "1234567", ErrorCode::truncated, "x: data ends");
  expect_error(entry("F32", "[3]", "[0,8]"), "12345678", ErrorCode::corrupt, "x: offsets");
  expect_error(entry("F32", "[2]", "[8,0]"), "12345678", ErrorCode::corrupt, "x: offsets");
  expect_error(entry("F32", "[-2]", "[0,8]"), "12345678", ErrorCode::corrupt, "x: offsets");
  expect_error(entry("F32", "[4611686018427387904,4]", "[0,0]"), "", ErrorCode::corrupt, "offsets");
  expect_error(entry("Q4", "[2]", "[0,8]"), "12345678", ErrorCode::unsupported, "x: type Q4");
  expect_error(entry("F32", "\"two\"", "[0,8]"), "12345678", ErrorCode::corrupt, "bad header");
  expect_error(R"({"x":{}})", "", ErrorCode::corrupt, "bad header");
  expect_error("[1,2]", "", ErrorCode::corrupt, "bad header");
  expect_error("{", "", ErrorCode::corrupt, "bad header: line 1, column 2: the text ends early");
  expect_error(std::string(1'000'000, '['), "", ErrorCode::corrupt, "nested more than 8 deep");
  expect_error(R"({"x":{"dtype":"F32","dtype":"F16"}})", "", ErrorCode::corrupt,
               "x.dtype: is there twice");
  const auto x = R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":)";
  expect_error(std::string(x) + R"({"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
               "123456789012", ErrorCode::corrupt, "x: overlaps y");
  expect_error(std::string(x) + R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", "12345678",
               ErrorCode::corrupt, "overlaps");

  test::must(write_file_atomic(path_, "short"));
  EXPECT_EQ(read_tensor_file(path_).error().code, ErrorCode::truncated);
  test::must(write_file_atomic(path_, std::string(8, '\xff') + "{}"));
  EXPECT_EQ(read_tensor_file(path_).error().code, ErrorCode::truncated);
  EXPECT_EQ(read_tensor_file(folder_ / "none").error().code, ErrorCode::not_found);
}

// Wherever a bit flips, in header or data, no changed weight is read as if it had been written.
TEST_F(TensorFileTest, EveryFlippedBitIsNoticed) {
  const auto values = torch::rand({3});
  test::must(write_tensor_file(path_, {.tensors = {{"x", values}}, .texts = {{"epoch", "12"}}}));
  const std::string whole = read_text(path_).value();
  int named = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    test::must(write_file_atomic(path_, damaged));
    const auto file = read_tensor_file(path_);
    if (!file) {
      named += file.error().message.find("SHA-256") == std::string::npos ? 0 : 1;
      continue;
    }
    // Within the name of the digest's own key it is lost, and nothing else is.
    EXPECT_TRUE(torch::equal(file->tensors.at("x"), values)) << i;
    EXPECT_EQ(file->texts.at("epoch"), "12") << i;
  }
  EXPECT_GT(named, 12) << "all bytes of the values";
}

// Another program may keep the texts and order the tensors otherwise.
TEST_F(TensorFileTest, TheDigestIsOfWhatAFileHoldsNotOfItsLayout) {
  const TensorFile written{.tensors = {{"a", torch::rand({2})}, {"b", torch::rand({1})}}};
  test::must(write_tensor_file(path_, written));
  std::string bytes = read_text(path_).value();
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), sizeof length);
  std::string header = bytes.substr(8, length);
  const std::string data = bytes.substr(8 + length);
  const auto replace = [&header](const std::string& from, const std::string& to) {
    ASSERT_NE(header.find(from), std::string::npos) << header;
    header.replace(header.find(from), from.size(), to);
  };
  replace("[0,8]", "[4,12]");
  replace("[8,12]", "[0,4]");
  const auto file = read(header, data.substr(8, 4) + data.substr(0, 8));
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_TRUE(torch::equal(file->tensors.at("a"), written.tensors.at("a")));
  EXPECT_TRUE(file->texts.empty());
}

// Cut anywhere, a file is an error and never a crash.
TEST_F(TensorFileTest, EveryTruncationIsAnError) {
  test::must(
      write_tensor_file(path_, {.tensors = {{"x", torch::rand({3})}}, .texts = {{"a", "b"}}}));
  const std::string whole = read_text(path_).value();
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    test::must(write_file_atomic(path_, whole.substr(0, bytes)));
    ASSERT_FALSE(read_tensor_file(path_)) << bytes;
  }
}

TEST(TensorFileTexts, AreReadWithoutTheTensors) {
  const test::TemporaryFolder folder;
  const auto path = folder / "t.safetensors";
  ASSERT_TRUE(write_tensor_file(path, {.tensors = {{"a", torch::ones({1000})}},
                                       .texts = {{"format", "x"}, {"note", "y \"z\""}}}));
  EXPECT_EQ(read_tensor_file_texts(path)->at("format"), "x");
  std::filesystem::resize_file(path, 600);  // within the tensor
  EXPECT_EQ(read_tensor_file_texts(path)->at("note"), "y \"z\"");
  std::filesystem::resize_file(path, 20);
  EXPECT_EQ(read_tensor_file_texts(path).error().code, ErrorCode::truncated);
  test::must(write_file_atomic(path, std::string("\x08\0\0\0\0\0\0\0{\"a\": }x", 16)));
  EXPECT_EQ(read_tensor_file_texts(path).error().code, ErrorCode::corrupt);
  EXPECT_EQ(read_tensor_file_texts(folder / "none").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace chestlens
