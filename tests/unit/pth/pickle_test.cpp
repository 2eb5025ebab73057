#include "pth/pickle.hpp"

#include "support/pth_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

using test::bytes_of;
using test::PickleWriter;

void expect_error(const std::string& bytes, ErrorCode code, const std::string& part) {
  const auto pickle = read_pickle(bytes_of(bytes));
  ASSERT_FALSE(pickle) << part;
  EXPECT_EQ(pickle.error().code, code) << to_string(pickle.error());
  EXPECT_THAT(pickle.error().message, HasSubstr(part)) << to_string(pickle.error());
}

TEST(Pickle, ReadsPlainValues) {
  PickleWriter writer;
  writer.code('(').code('N').code('\x88').code('K').code('\xff');
  writer.bytes += "M" + test::raw(std::uint16_t{65'535}) + "J" + test::raw(std::int32_t{-7});
  writer.bytes += std::string("G\x3f\xf8\0\0\0\0\0\0", 9);    // 1.5, big-endian
  writer.bytes += std::string("\x8a\0", 2) + "\x8a\x01\xfe";  // 0 and -2
  writer.bytes += std::string("U\x02hi", 4) + std::string("\x8c\x02ho", 4);
  const std::string bytes = writer.text("text").code('t').done();
  const auto pickle = read_pickle(bytes_of(bytes));
  ASSERT_TRUE(pickle) << to_string(pickle.error());
  EXPECT_EQ(pickle->bytes, bytes.size());
  const auto* items = items_of(*pickle, pickle->root, ContainerKind::tuple);
  ASSERT_NE(items, nullptr);
  ASSERT_EQ(items->size(), 11U);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(items->at(0)));
  EXPECT_TRUE(std::get<bool>(items->at(1)));
  EXPECT_EQ(std::get<std::int64_t>(items->at(2)), 255);
  EXPECT_EQ(std::get<std::int64_t>(items->at(3)), 65'535);
  EXPECT_EQ(std::get<std::int64_t>(items->at(4)), -7);
  EXPECT_EQ(std::get<double>(items->at(5)), 1.5);
  EXPECT_EQ(std::get<std::int64_t>(items->at(6)), 0);
  EXPECT_EQ(std::get<std::int64_t>(items->at(7)), -2);
  EXPECT_EQ(std::get<std::string_view>(items->at(8)), "hi");
  EXPECT_EQ(std::get<std::string_view>(items->at(9)), "ho");
  EXPECT_EQ(std::get<std::string_view>(items->at(10)), "text");
}

TEST(Pickle, KeepsWhatTheMemoRecallsAsOneContainer) {
  PickleWriter writer;
  writer.code(']').bytes += std::string("q\0", 2);
  writer.number(1).code('a').bytes += std::string("h\0", 2);
  const std::string bytes = writer.number(2).code('a').code('\x86').done();
  const auto pickle = read_pickle(bytes_of(bytes));
  ASSERT_TRUE(pickle) << to_string(pickle.error());
  const auto* pair = items_of(*pickle, pickle->root, ContainerKind::tuple);
  ASSERT_NE(pair, nullptr);
  for (const PickleValue& list : *pair) {
    const auto* items = items_of(*pickle, list, ContainerKind::list);
    ASSERT_NE(items, nullptr);
    EXPECT_EQ(items->size(), 2U);
  }
}

TEST(Pickle, MayHoldItselfAndNestDeeply) {
  PickleWriter itself;
  itself.code(']').bytes += std::string("q\0h\0", 4);
  EXPECT_TRUE(read_pickle(bytes_of(itself.code('a').done())));
  PickleWriter deep;
  deep.code('N').bytes += std::string(500'000, '\x85');  // a tuple in a tuple in a ...
  EXPECT_TRUE(read_pickle(bytes_of(deep.done())));
}

TEST(Pickle, ReadsAnOrderedDictAsPython2WroteIt) {
  PickleWriter writer;
  writer.global("collections", "OrderedDict").code(']').code(']').text("key").code('a');
  const std::string bytes = writer.number(5).code('a').code('a').code('\x85').code('R').done();
  const auto pickle = read_pickle(bytes_of(bytes));
  ASSERT_TRUE(pickle) << to_string(pickle.error());
  const PickleValue* value = find_in_dict(*pickle, pickle->root, "key");
  ASSERT_NE(value, nullptr);
  EXPECT_EQ(std::get<std::int64_t>(*value), 5);
}

/// "module.name" of a pickle that is nothing but a foreign object.
std::string foreign_name(const std::string& bytes) {
  const auto pickle = read_pickle(bytes_of(bytes));
  if (!pickle) return to_string(pickle.error());
  const auto* foreign = std::get_if<ForeignObject>(&pickle->root);
  if (foreign == nullptr) return "not foreign";
  return std::string(foreign->module).append(".").append(foreign->name);
}

TEST(Pickle, MakesNothingOfAnyOtherGlobal) {
  const auto call = [](const std::string& module, const std::string& name) {
    return PickleWriter().global(module, name).text("import os").code('\x85').code('R').done();
  };
  EXPECT_EQ(foreign_name(call("builtins", "eval")), "builtins.eval");
  EXPECT_EQ(foreign_name(call("os", "system")), "os.system");
  EXPECT_EQ(foreign_name(call("torch", "load")), "torch.load");
  EXPECT_EQ(foreign_name(call("numpy", "FloatStorage")), "numpy.FloatStorage");
  EXPECT_EQ(foreign_name(call("torch._utils", "_rebuild_tensor_v2.__init__")),
            "torch._utils._rebuild_tensor_v2.__init__");
  EXPECT_EQ(foreign_name(PickleWriter().text("posix").text("system").code('\x93').done()),
            "posix.system");
  // argparse.Namespace(lr=1): made by NEWOBJ, filled by BUILD.
  EXPECT_EQ(foreign_name(PickleWriter()
                             .global("argparse", "Namespace")
                             .code(')')
                             .code('\x81')
                             .code('}')
                             .text("lr")
                             .number(1)
                             .code('s')
                             .code('b')
                             .done()),
            "argparse.Namespace");
  expect_error("\x80\x02(Vid\nios\nsystem\n.", ErrorCode::unsupported, "refused: opcode 0x56");
  expect_error("\x80\x02(ios\nsystem\n.", ErrorCode::unsupported, "refused: opcode 0x69");
}

// What pickle.dumps(..., protocol=5) makes of a set, a frozenset, 1 << 80, a bytearray and an
// object with keyword arguments.
TEST(Pickle, PassesOverWhatNewerProtocolsHold) {
  const auto read = [](const std::string& code) {
    const auto pickle = read_pickle(bytes_of("\x80\x05" + code + "."));
    return pickle ? pickle->root : PickleValue();
  };
  EXPECT_TRUE(std::holds_alternative<ContainerReference>(read("\x8f(K\x01K\x02\x90")));
  EXPECT_TRUE(std::holds_alternative<ContainerReference>(read("(K\x01\x91")));
  EXPECT_TRUE(std::holds_alternative<ForeignObject>(
      read(std::string("\x8a\x0b\0\0\0\0\0\0\0\0\0\0\x01", 13))));
  EXPECT_TRUE(
      std::holds_alternative<std::string_view>(read(std::string("\x96\x02\0\0\0\0\0\0\0ab", 11))));
  EXPECT_EQ(foreign_name("\x80\x05"
                         "cm\nC\n)}\x92."),
            "m.C");
}

TEST(Pickle, ATensorOfAClassOfItsOwnIsATensor) {
  PickleWriter writer;
  writer.global("torch._tensor", "_rebuild_from_type_v2").code('(');
  writer.global("torch._utils", "_rebuild_tensor_v2").global("mine", "Parameter").code('(');
  writer.storage("FloatStorage", "0", 3).number(0).numbers({3}).numbers({1}).code('\x89');
  writer.empty_ordered_dict().code('t').code('}').code('t').code('R');
  const auto pickle = read_pickle(bytes_of(writer.done()));
  ASSERT_TRUE(pickle) << to_string(pickle.error());
  EXPECT_TRUE(std::holds_alternative<TensorReference>(pickle->root));
}

TEST(Pickle, RefusesOpcodesThatMakeObjects) {
  for (const char opcode : {'\x81', '\x82', '\x83', '\x84', 'P', 'o', '\x97'}) {
    expect_error(PickleWriter().code(')').code(')').code(opcode).done(), ErrorCode::unsupported,
                 "refused: opcode 0x");
  }
}

TEST(Pickle, EveryDamageIsAnError) {
  expect_error("", ErrorCode::truncated, "ends");
  expect_error("\x80\x02", ErrorCode::truncated, "ends");
  expect_error("\x80\x02.", ErrorCode::corrupt, "takes a value");
  expect_error(std::string("\x80\x02X\xff\xff\xff\xffhi.", 10), ErrorCode::truncated,
               "ends within");
  expect_error(std::string("\x80\x02\x8d\xff\xff\xff\xff\xff\xff\xff\xff.", 12),
               ErrorCode::truncated, "ends within");
  expect_error("\x80\x02t.", ErrorCode::corrupt, "mark");
  expect_error("\x80\x02N(0.", ErrorCode::corrupt, "takes a value");
  expect_error("\x80\x02h\x05.", ErrorCode::corrupt, "recalls");
  expect_error("\x80\x02}Nas.", ErrorCode::corrupt, "no such container");
  expect_error("\x80\x02}(Nu.", ErrorCode::corrupt, "key has no value");
  expect_error("\x80\x02NNR.", ErrorCode::corrupt, "has no name");
  expect_error("\x80\x02NQ.", ErrorCode::corrupt, "persistent id");
  expect_error("\x80\x02NNb.", ErrorCode::corrupt, "no such container");
  expect_error(
      "\x80\x02"
      "cos",
      ErrorCode::truncated, "within a name");
  expect_error("\x80\x02" + std::string(2'000'000, 'N'), ErrorCode::too_large, "too long");
}

TEST(Pickle, TensorsStayWithinTheirStorage) {
  const auto tensor = [](std::int64_t offset, const std::vector<std::int64_t>& shape,
                         const std::vector<std::int64_t>& strides,
                         const std::vector<std::int64_t>& view = {}) {
    return PickleWriter().tensor("FloatStorage", "0", 12, offset, shape, strides, view).done();
  };
  constexpr std::int64_t huge = std::int64_t{1} << 62;
  const auto reads = [](const std::string& bytes) { return bool(read_pickle(bytes_of(bytes))); };
  EXPECT_TRUE(reads(tensor(0, {3, 4}, {4, 1})));
  EXPECT_TRUE(reads(tensor(2, {2, 5}, {5, 1})));
  EXPECT_TRUE(reads(tensor(11, {}, {})));
  EXPECT_TRUE(reads(tensor(12, {0, 4}, {4, 1})));
  EXPECT_TRUE(reads(tensor(0, {4}, {1}, {8, 4})));
  const std::string beyond = "reaches beyond";
  expect_error(tensor(1, {3, 4}, {4, 1}), ErrorCode::corrupt, beyond);
  expect_error(tensor(12, {}, {}), ErrorCode::corrupt, beyond);
  expect_error(tensor(13, {0}, {1}), ErrorCode::corrupt, beyond);
  expect_error(tensor(0, {2}, {12}), ErrorCode::corrupt, beyond);
  expect_error(tensor(0, {huge, 4}, {1, 1}), ErrorCode::corrupt, beyond);
  expect_error(tensor(0, {3}, {huge}), ErrorCode::corrupt, beyond);
  expect_error(tensor(huge, {huge}, {1}), ErrorCode::corrupt, beyond);
  expect_error(tensor(0, {13}, {0}), ErrorCode::corrupt, beyond);  // one element shown 13 times
  expect_error(tensor(0, {5}, {1}, {8, 4}), ErrorCode::corrupt, beyond);
  expect_error(tensor(0, {4}, {1}, {9, 4}), ErrorCode::corrupt, "a view reaches beyond");
  expect_error(tensor(0, {4}, {1}, {-1, 4}), ErrorCode::corrupt, "a view reaches beyond");
  expect_error(tensor(-1, {4}, {1}), ErrorCode::corrupt, "not what they must be");
  expect_error(tensor(0, {-4}, {1}), ErrorCode::corrupt, "not what they must be");
  expect_error(tensor(0, {4}, {-1}), ErrorCode::corrupt, "not what they must be");
  expect_error(tensor(0, {4}, {1, 1}), ErrorCode::corrupt, "not what they must be");
  const std::vector<std::int64_t> nine(9, 1);
  expect_error(tensor(0, nine, nine), ErrorCode::corrupt, "not what they must be");
}

TEST(Pickle, AStorageIsDescribedInOneWay) {
  PickleWriter writer;
  writer.storage("FloatStorage", "0", 12).storage("FloatStorage", "0", 13).code('\x86');
  expect_error(writer.done(), ErrorCode::corrupt, "storage 0 is described in two ways");
  expect_error(PickleWriter().storage("FloatStorage", "0", -1).done(), ErrorCode::corrupt,
               "persistent id");
  EXPECT_EQ(foreign_name(PickleWriter().storage("QInt8Storage", "0", 1).done()),
            "torch.QInt8Storage");
}

}  // namespace
}  // namespace chestlens
