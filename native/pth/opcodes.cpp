#include "pth/build.hpp"
#include "pth/machine.hpp"

#include <bit>

namespace chestlens {

bool PickleMachine::push_constant(Opcode code) {
  switch (code) {
    case Opcode::none:
      push(std::monostate());
      return true;
    case Opcode::newtrue:
    case Opcode::newfalse:
      push(code == Opcode::newtrue);
      return true;
    case Opcode::binint1:
      push(static_cast<std::int64_t>(take_number(1)));
      return true;
    case Opcode::binint2:
      push(static_cast<std::int64_t>(take_number(2)));
      return true;
    case Opcode::binint:
      push(take_signed(4));
      return true;
    case Opcode::long1:
    case Opcode::long4: {
      const std::size_t bytes = take_number(code == Opcode::long1 ? 1 : 4);
      if (bytes <= 8) {
        push(take_signed(bytes));
      } else {  // the state of a generator of random numbers, say
        take(bytes);
        push(ForeignObject{"builtins", "int"});
      }
      return true;
    }
    case Opcode::binfloat: {
      std::uint64_t big_endian = 0;
      for (const char byte : take(8)) {
        big_endian = big_endian << 8U | static_cast<unsigned char>(byte);
      }
      push(std::bit_cast<double>(big_endian));
      return true;
    }
    case Opcode::short_binbytes:
    case Opcode::short_binstring:
    case Opcode::short_binunicode:
      push(take(take_number(1)));
      return true;
    case Opcode::binbytes:
    case Opcode::binstring:
    case Opcode::binunicode:
      push(take(take_number(4)));
      return true;
    case Opcode::binunicode8:
    case Opcode::binbytes8:
    case Opcode::bytearray8:
      push(take(take_number(8)));
      return true;
    default:
      return false;
  }
}

bool PickleMachine::make_container(Opcode code) {
  using enum ContainerKind;
  switch (code) {
    case Opcode::empty_list:
    case Opcode::empty_set:
    case Opcode::empty_tuple:
    case Opcode::empty_dict:
      push_container(code == Opcode::empty_tuple  ? tuple
                     : code == Opcode::empty_dict ? dict
                                                  : list,
                     {});
      return true;
    case Opcode::list:
    case Opcode::frozenset:
      push_container(list, pop_to_mark());
      return true;
    case Opcode::dict:
      push_container(dict, pop_to_mark());
      return true;
    case Opcode::tuple:
      push_container(tuple, pop_to_mark());
      return true;
    case Opcode::tuple1:
    case Opcode::tuple2:
    case Opcode::tuple3:
      push_container(tuple, pop_many(static_cast<std::size_t>(code) -
                                     static_cast<std::size_t>(Opcode::tuple1) + 1));
      return true;
    case Opcode::append:
      extend(list, pop_many(1));
      return true;
    case Opcode::appends:
    case Opcode::additems:
      extend(list, pop_to_mark());
      return true;
    case Opcode::setitem:
      extend(dict, pop_many(2));
      return true;
    case Opcode::setitems:
      extend(dict, pop_to_mark());
      return true;
    default:
      return false;
  }
}

bool PickleMachine::use_stack(Opcode code) {
  switch (code) {
    case Opcode::proto:
      take(1);
      return true;
    case Opcode::frame:
      take(8);
      return true;
    case Opcode::mark:
      marks_.push_back(stack_.size());
      return true;
    case Opcode::pop:
      pop();
      return true;
    case Opcode::pop_mark:
      pop_to_mark();
      return true;
    case Opcode::duplicate: {
      const PickleValue value = pop();
      push(value);
      push(value);
      return true;
    }
    case Opcode::binput:
      put(take_number(1));
      return true;
    case Opcode::long_binput:
      put(take_number(4));
      return true;
    case Opcode::memoize:
      put(memo_.size());
      return true;
    case Opcode::binget:
      get(take_number(1));
      return true;
    case Opcode::long_binget:
      get(take_number(4));
      return true;
    default:
      return false;
  }
}

bool PickleMachine::make_object(Opcode code) {
  switch (code) {
    case Opcode::global:
    case Opcode::inst: {
      const auto module = take_line();
      push_global(module, take_line());
      if (code == Opcode::inst) refuse(code);
      return true;
    }
    case Opcode::newobj:
    case Opcode::newobj_ex: {  // of one of our own globals it would be no state dict's
      const auto call = pop_many(code == Opcode::newobj ? 2 : 3);
      if (!std::holds_alternative<ForeignObject>(call[0])) refuse(code);
      push(call[0]);
      return true;
    }
    case Opcode::stack_global: {
      const auto names = pop_many(2);
      const auto* module = std::get_if<std::string_view>(&names[0]);
      const auto* name = std::get_if<std::string_view>(&names[1]);
      if (module == nullptr || name == nullptr) {
        corrupt("a name is no text");
      } else {
        push_global(*module, *name);
      }
      return true;
    }
    case Opcode::reduce: {
      const auto call = pop_many(2);
      if (!fault_) push_or_fail(build_object(pickle_, call[0], call[1]));
      return true;
    }
    case Opcode::binpersid: {
      const PickleValue id = pop();
      if (!fault_) push_or_fail(build_storage(pickle_, id));
      return true;
    }
    case Opcode::build:  // the attributes of what lies below, which nothing here needs
      pop();
      set_attributes();
      return true;
    default:
      return false;
  }
}

}  // namespace chestlens
