#include "pth/machine.hpp"

#include "pth/build.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t max_line_bytes = 1024;
constexpr std::size_t max_operations = 1 << 20;  // 1000 tensors take some 40,000

}  // namespace

PickleMachine::PickleMachine(std::span<const std::byte> bytes)
    : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}

Result<Pickle> PickleMachine::run() {
  for (std::size_t operation = 0; operation < max_operations && !fault_; ++operation) {
    const auto code = static_cast<Opcode>(take_number(1));
    if (code == Opcode::stop && !fault_) pickle_.root = pop();
    if (fault_) break;
    pickle_.bytes = position_;
    if (code == Opcode::stop) return std::move(pickle_);
    if (!push_constant(code) && !make_container(code) && !use_stack(code) && !make_object(code)) {
      refuse(code);
    }
  }
  if (!fault_) set_fault({ErrorCode::too_large, "is too long for a state dict"});
  return fail(fault_->code, fault_->message, "byte " + std::to_string(pickle_.bytes));
}

void PickleMachine::set_fault(Error fault) {
  if (!fault_) fault_ = std::move(fault);
}

void PickleMachine::corrupt(const char* message) {
  set_fault({ErrorCode::corrupt, message});
}

void PickleMachine::refuse(Opcode code) {
  set_fault(
      {ErrorCode::unsupported, fmt::format("refused: opcode {:#04x} is not one of a state dict",
                                           static_cast<unsigned>(code))});
}

std::string_view PickleMachine::take(std::uint64_t bytes) {
  if (bytes > text_.size() - position_) {
    set_fault({ErrorCode::truncated, "ends within a value"});
    return {};
  }
  const auto result = text_.substr(position_, bytes);
  position_ += bytes;
  return result;
}

std::uint64_t PickleMachine::take_number(std::size_t bytes) {
  std::uint64_t number = 0;
  unsigned shift = 0;
  for (const char byte : take(bytes)) {
    number |= std::uint64_t{static_cast<unsigned char>(byte)} << shift;
    shift += 8;
  }
  return number;
}

std::int64_t PickleMachine::take_signed(std::size_t bytes) {
  if (bytes == 0) return 0;
  const auto unused_bits = static_cast<unsigned>(64 - 8 * bytes);
  return static_cast<std::int64_t>(take_number(bytes) << unused_bits) >> unused_bits;
}

std::string_view PickleMachine::take_line() {
  const auto length = text_.substr(position_, max_line_bytes).find('\n');
  if (length == std::string_view::npos) {
    set_fault({ErrorCode::truncated, "ends within a name"});
    return {};
  }
  const auto line = take(length);
  ++position_;
  return line;
}

void PickleMachine::push(PickleValue value) {
  stack_.push_back(value);
}

PickleValue PickleMachine::pop() {
  if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
    corrupt("takes a value where there is none");
    return {};
  }
  const PickleValue value = stack_.back();
  stack_.pop_back();
  return value;
}

std::vector<PickleValue> PickleMachine::pop_many(std::size_t count) {
  std::vector<PickleValue> values(count);
  for (std::size_t i = count; i-- > 0;) values[i] = pop();
  return values;
}

std::vector<PickleValue> PickleMachine::pop_to_mark() {
  if (marks_.empty()) {
    corrupt("takes values to a mark that is not there");
    return {};
  }
  auto values = pop_many(stack_.size() - marks_.back());
  marks_.pop_back();
  return values;
}

void PickleMachine::push_container(ContainerKind kind, std::vector<PickleValue> values) {
  if (kind == ContainerKind::dict && values.size() % 2 != 0) corrupt("a dict's key has no value");
  pickle_.containers.push_back(std::move(values));
  push(ContainerReference{kind, pickle_.containers.size() - 1});
}

void PickleMachine::extend(ContainerKind kind, const std::vector<PickleValue>& values) {
  const PickleValue target = pop();
  if (fault_) return;
  if (std::holds_alternative<ForeignObject>(target)) return push(target);
  const auto* container = std::get_if<ContainerReference>(&target);
  if (container == nullptr || container->kind != kind) {
    return corrupt("adds to what is no such container");
  }
  if (kind == ContainerKind::dict && values.size() % 2 != 0) corrupt("a dict's key has no value");
  auto& items = pickle_.containers[container->index];
  items.insert(items.end(), values.begin(), values.end());
  push(target);
}

void PickleMachine::set_attributes() {
  const PickleValue target = pop();
  if (fault_) return;
  const auto* container = std::get_if<ContainerReference>(&target);
  const bool may_have_them = std::holds_alternative<ForeignObject>(target) ||
                             std::holds_alternative<TensorReference>(target) ||
                             (container != nullptr && container->kind == ContainerKind::dict);
  if (!may_have_them) return corrupt("adds to what is no such container");
  push(target);
}

void PickleMachine::push_or_fail(const Result<PickleValue>& value) {
  if (value) return push(*value);
  set_fault(value.error());
}

void PickleMachine::push_global(std::string_view module, std::string_view name) {
  if (fault_) return;
  push(find_global(module, name));
}

void PickleMachine::put(std::uint64_t index) {
  const PickleValue value = pop();
  if (fault_) return;
  memo_[index] = value;
  push(value);
}

void PickleMachine::get(std::uint64_t index) {
  const auto found = memo_.find(index);
  if (found == memo_.end()) return corrupt("recalls a value that was never kept");
  push(found->second);
}

}  // namespace chestlens
