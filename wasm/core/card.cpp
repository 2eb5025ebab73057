// A bundle's card, checked as the workstation checks it, and the parts that the worker asks for.
#include <chestlens/card.hpp>
#include <chestlens/card_summary.hpp>

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

val summary(const Card& card) {
  return reply([&]() -> Result<val> {
    const CardSummary said = summary_of(card);
    val object = object_of("can", said.can);
    object.set("cannot", said.cannot);
    return object;
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
  emscripten::function("summary_of", &summary);
}

}  // namespace
}  // namespace chestlens::bridge
