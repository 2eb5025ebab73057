#pragma once

#include <chestlens/error.hpp>

#include <emscripten/val.h>

#include <exception>
#include <new>
#include <utility>

namespace chestlens::bridge {

/// {ok: false, error: "too_large", message, context}: how every failure reaches JavaScript.
inline emscripten::val failure(const Error& error) {
  auto reply = emscripten::val::object();
  reply.set("ok", false);
  reply.set("error", std::string(to_string(error.code)));
  reply.set("message", error.message);
  reply.set("context", error.context);
  return reply;
}

/// Calls `body`, which returns Result<val> with the reply's own fields, and adds {ok: true}.
/// Memory that runs out, and whatever a library throws, becomes a failure too.
template <typename Body>
emscripten::val reply(Body&& body) {
  try {
    Result<emscripten::val> fields = std::forward<Body>(body)();
    if (!fields) return failure(fields.error());
    fields->set("ok", true);
    return *std::move(fields);
  } catch (const std::bad_alloc&) {
    return failure({ErrorCode::too_large, "the page has no memory left for this film"});
  } catch (const std::exception& exception) {
    return failure({ErrorCode::runtime, exception.what()});
  }
}

/// An object of one field.
template <typename Value>
emscripten::val object_of(const char* field, Value&& value) {
  auto object = emscripten::val::object();
  object.set(field, std::forward<Value>(value));
  return object;
}

}  // namespace chestlens::bridge
