#pragma once

#include <chestlens/image.hpp>

#include <bridge/reply.hpp>

#include <optional>

namespace chestlens::bridge {

/// {across_mm, down_mm}, or null.
inline emscripten::val spacing_object(const std::optional<PixelSpacing>& spacing) {
  if (!spacing) return emscripten::val::null();
  auto object = object_of("across_mm", spacing->across_mm);
  object.set("down_mm", spacing->down_mm);
  return object;
}

}  // namespace chestlens::bridge
