// A bundle's card: the parts of model.json that the page and the worker use.
#include <chestlens/card.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
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

std::string name(const Card& card) {
  return card.name;
}
std::string title(const Card& card) {
  return card.title;
}
std::string network(const Card& card) {
  return card.network;
}
std::string intended_use(const Card& card) {
  return card.intended_use;
}
std::string fit(const Card& card) {
  return std::string(to_string(card.input.fit));
}
std::string reference_input(const Card& card) {
  return card.certificate.reference_input;
}
double temperature(const Card& card) {
  return card.temperature;
}
int size_pixels(const Card& card) {
  return card.input.size_pixels;
}
int activation_features(const Card& card) {
  return card.activation_features;
}
int activation_height(const Card& card) {
  return card.activation_height;
}
int activation_width(const Card& card) {
  return card.activation_width;
}
val classes(const Card& card) {
  return val::array(card.classes);
}
val limits(const Card& card) {
  return val::array(card.limits);
}
val reference_logits(const Card& card) {
  return to_typed_array(card.certificate.reference_logits);
}

EMSCRIPTEN_BINDINGS(card) {
  emscripten::class_<Card>("Card")
      .smart_ptr<std::shared_ptr<Card>>("CardPointer")
      .property("name", &name)
      .property("title", &title)
      .property("network", &network)
      .property("intended_use", &intended_use)
      .property("fit", &fit)
      .property("reference_input", &reference_input)
      .property("temperature", &temperature)
      .property("size_pixels", &size_pixels)
      .property("activation_features", &activation_features)
      .property("activation_height", &activation_height)
      .property("activation_width", &activation_width)
      .function("classes", &classes)
      .function("limits", &limits)
      .function("reference_logits", &reference_logits);
  emscripten::function("parse_card", &parse);
}

}  // namespace
}  // namespace chestlens::bridge
