// A bundle's card, checked as the workstation checks it, and the parts that the worker asks for.
#include <chestlens/card.hpp>
#include <chestlens/caveat.hpp>

#include <bridge/reply.hpp>
#include <emscripten/bind.h>

#include <memory>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val parse(const std::string& json) {
  return reply([&] {
    return parse_card(json).map(
        [](Card&& card) { return object_of("card", std::make_shared<Card>(std::move(card))); });
  });
}

/// Of each class {sentence, finding}: finding is its index in the card, -1 where there is none.
val caveats(const Card& card) {
  return reply([&]() -> Result<val> {
    auto list = val::array();
    for (int index = 0; index < static_cast<int>(card.classes.size()); ++index) {
      CHESTLENS_TRY(const auto caveat, caveat_of(card, index));
      auto object = object_of("sentence", caveat.sentence);
      object.set("finding", caveat.finding ? static_cast<int>(*caveat.finding) : -1);
      list.call<void>("push", object);
    }
    return object_of("caveats", list);
  });
}

std::string reference_input(const Card& card) {
  return card.certificate.reference_input;
}
int size_pixels(const Card& card) {
  return card.input.size_pixels;
}

EMSCRIPTEN_BINDINGS(card) {
  emscripten::class_<Card>("Card")
      .smart_ptr<std::shared_ptr<Card>>("CardPointer")
      .property("reference_input", &reference_input)
      .property("size_pixels", &size_pixels);
  emscripten::function("parse_card", &parse);
  emscripten::function("caveats_of", &caveats);
}

}  // namespace
}  // namespace chestlens::bridge
