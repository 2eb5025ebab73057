#pragma once

#include "bundle/bundle.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "support/must.hpp"
#include "support/tiny_model.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace chestlens::test {

/// Writes a bundle of these bytes, whose certificate is a black film; the card's digests are right.
inline void write_tiny_bundle(const std::filesystem::path& folder, const std::string& onnx,
                              Card card = tiny_card()) {
  const std::string reference(4 * 16 * 16, '\0');
  card.files.clear();
  for (const auto& [name, text] :
       {std::pair{model_file, onnx}, std::pair{"reference.f32", reference}}) {
    const auto bytes = std::as_bytes(std::span(text));
    must(write_file_atomic(folder / name, bytes));
    card.files.push_back({name, std::ssize(bytes), sha256_hex(bytes)});
  }
  must(write_file_atomic(folder / card_file, to_json(card)));
}

}  // namespace chestlens::test
