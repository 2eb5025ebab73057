#pragma once

#include "pth/pickle.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chestlens {

/// Python's opcodes (pickletools) that a state dict of protocol 2 to 5 is made of.
enum class Opcode : std::uint8_t {
  mark = '(',
  stop = '.',
  pop = '0',
  pop_mark = '1',
  duplicate = '2',
  binfloat = 'G',
  binint = 'J',
  binint1 = 'K',
  binint2 = 'M',
  none = 'N',
  binpersid = 'Q',
  reduce = 'R',
  binbytes = 'B',
  short_binbytes = 'C',
  binstring = 'T',
  short_binstring = 'U',
  binunicode = 'X',
  empty_list = ']',
  append = 'a',
  build = 'b',
  global = 'c',
  dict = 'd',
  appends = 'e',
  binget = 'h',
  inst = 'i',
  long_binget = 'j',
  list = 'l',
  binput = 'q',
  long_binput = 'r',
  setitem = 's',
  tuple = 't',
  empty_tuple = ')',
  setitems = 'u',
  empty_dict = '}',
  proto = 0x80,
  newobj = 0x81,
  tuple1 = 0x85,
  tuple2 = 0x86,
  tuple3 = 0x87,
  newtrue = 0x88,
  newfalse = 0x89,
  long1 = 0x8a,
  long4 = 0x8b,
  short_binunicode = 0x8c,
  binunicode8 = 0x8d,
  binbytes8 = 0x8e,
  empty_set = 0x8f,
  additems = 0x90,
  frozenset = 0x91,
  newobj_ex = 0x92,
  stack_global = 0x93,
  memoize = 0x94,
  frame = 0x95,
  bytearray8 = 0x96,
};

/// Python's stack machine without its calls. The first fault is kept and ends the run; until the
/// operation under way has returned, what follows a fault has no effect.
class PickleMachine {
 public:
  explicit PickleMachine(std::span<const std::byte> bytes);

  /// May be called once.
  Result<Pickle> run();

 private:
  // Each returns whether the opcode is one of its own (opcodes.cpp).
  bool push_constant(Opcode code);
  bool make_container(Opcode code);
  bool use_stack(Opcode code);
  bool make_object(Opcode code);

  void set_fault(Error fault);
  void corrupt(const char* message);
  void refuse(Opcode code);

  std::string_view take(std::uint64_t bytes);
  std::string_view take_line();
  std::uint64_t take_number(std::size_t bytes);  // little-endian, up to 8 bytes
  std::int64_t take_signed(std::size_t bytes);   // the same in two's complement, 0 bytes for 0

  void push(PickleValue value);
  PickleValue pop();  // never a value below the last mark
  std::vector<PickleValue> pop_many(std::size_t count);
  std::vector<PickleValue> pop_to_mark();

  void push_container(ContainerKind kind, std::vector<PickleValue> values);
  void extend(ContainerKind kind, const std::vector<PickleValue>& values);  // the one on top
  void set_attributes();  // of the value on top, which stays as it is
  void push_or_fail(const Result<PickleValue>& value);
  void push_global(std::string_view module, std::string_view name);
  void put(std::uint64_t index);
  void get(std::uint64_t index);

  std::string_view text_;
  std::size_t position_ = 0;
  std::vector<PickleValue> stack_;
  std::vector<std::size_t> marks_;  // sizes of the stack
  std::unordered_map<std::uint64_t, PickleValue> memo_;
  Pickle pickle_;
  std::optional<Error> fault_;
};

}  // namespace chestlens
