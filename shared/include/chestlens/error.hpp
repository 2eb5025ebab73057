#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
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

/// A value, or what went wrong. One that is dropped does not compile.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  using Base = tl::expected<T, Error>;

 public:
  Result() = default;
  Result(T value) : Base(std::move(value)) {}
  Result(tl::unexpected<Error> error) : Base(std::move(error)) {}
  Result(Base other) : Base(std::move(other)) {}
  template <typename U>
    requires std::is_convertible_v<U&&, T> && (!std::is_base_of_v<Base, std::remove_cvref_t<U>>)
  Result(U&& value) : Base(T(std::forward<U>(value))) {}
};

template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
  using Base = tl::expected<void, Error>;

 public:
  Result() = default;
  Result(tl::unexpected<Error> error) : Base(std::move(error)) {}
  Result(Base other) : Base(std::move(other)) {}
};

using Status = Result<void>;

/// For `return fail(ErrorCode::io, "...", path);` in a function that returns a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string context = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(context)});
}

/// `outer` before what the error names already, "bundle: model.json: classes"; a context that an
/// error begins with is not said twice.
Error with_context(Error error, std::string_view outer);

/// A result whose error, if it is one, names `outer` too.
template <typename T>
Result<T> with_context(Result<T> result, std::string_view outer) {
  if (result) return result;
  return tl::unexpected<Error>(with_context(std::move(result).error(), outer));
}

}  // namespace chestlens

#define CHESTLENS_JOINED_(a, b) a##b
#define CHESTLENS_JOINED(a, b) CHESTLENS_JOINED_(a, b)

// The idea is simdjson's SIMDJSON_TRY: one way to hand an error on, and the good case reads on.

/// CHESTLENS_TRY(const auto film, read_film(path)): declares `film` with the result's value, or
/// returns its error from this function, whose own result may be of another type.
#define CHESTLENS_TRY(declaration, ...) \
  CHESTLENS_TRY_(CHESTLENS_JOINED(chestlens_result_, __LINE__), declaration, __VA_ARGS__)
#define CHESTLENS_TRY_(result, declaration, ...)                                         \
  auto result = __VA_ARGS__;                                                             \
  if (!(result)) return ::tl::unexpected<::chestlens::Error>(std::move(result).error()); \
  declaration = *std::move(result)

/// CHESTLENS_CHECK(write(path)): goes on where the result is good, or returns its error.
#define CHESTLENS_CHECK(...)                                                            \
  do {                                                                                  \
    auto chestlens_status = __VA_ARGS__;                                                \
    if (!chestlens_status) {                                                            \
      return ::tl::unexpected<::chestlens::Error>(std::move(chestlens_status).error()); \
    }                                                                                   \
  } while (false)
