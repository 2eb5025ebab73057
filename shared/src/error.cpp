#include <chestlens/error.hpp>

namespace chestlens {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::not_an_image:
      return "not_an_image";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::truncated:
      return "truncated";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::io:
      return "io";
    case ErrorCode::parse:
      return "parse";
    case ErrorCode::mismatch:
      return "mismatch";
    case ErrorCode::runtime:
      return "runtime";
    case ErrorCode::interrupted:
      return "interrupted";
  }
  return "unknown";
}

std::string to_string(const Error& error) {
  return error.context.empty() ? error.message : error.context + ": " + error.message;
}

Error with_context(Error error, std::string_view outer) {
  const std::string_view inner = error.context;
  const bool is_said =
      inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == ':');
  if (outer.empty() || is_said) return error;
  error.context =
      error.context.empty() ? std::string(outer) : std::string(outer) + ": " + error.context;
  return error;
}

}  // namespace chestlens
