#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chestlens {

/// What went wrong, in the one word a caller may act on.
enum class ErrorCode : std::uint8_t {
  invalid_argument,  // a value outside its accepted range
  not_an_image,      // the bytes are of no format we read
  unsupported,       // the format is known, this variant of it is not
  truncated,         // the data ends early
  corrupt,           // the data contradicts itself
  too_large,         // refused before memory is taken
  not_found,         // a file or a name that is not there
  io,                // the operating system refused to read or write
  parse,             // text that does not follow its grammar
  mismatch,          // two things that must agree do not
  runtime,           // LibTorch, ONNX or ONNX Runtime reported a failure
  interrupted,       // stopped by the user; state was saved
};

/// The enum's own spelling, e.g. "too_large".
std::string_view to_string(ErrorCode code);

/// `message` says what is wrong and the way out; `context` names the thing and the place
/// (a file, a TOML key, a row).
struct Error {
  ErrorCode code = ErrorCode::runtime;
  std::string message;
  std::string context = {};
};

/// "context: message", or the message alone where there is no context.
std::string to_string(const Error& error);

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

/// For `return fail(ErrorCode::io, "...", path);` in a function that returns a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string context = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(context)});
}

}  // namespace chestlens
