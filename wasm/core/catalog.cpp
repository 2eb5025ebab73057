// The catalog: what a folder of bundles offers, checked as the workstation checks it.
#include <chestlens/catalog.hpp>
#include <chestlens/ensemble.hpp>

#include <bridge/reply.hpp>
#include <emscripten/bind.h>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val parse(const std::string& json) {
  return reply(
      [&] { return parse_catalog(json).map([](const Catalog&) { return val::object(); }); });
}

val check(const Card& first, const Card& other) {
  return reply([&] { return check_members(first, other).map([] { return val::object(); }); });
}

EMSCRIPTEN_BINDINGS(catalog) {
  emscripten::function("check_catalog", &parse);
  emscripten::function("check_members", &check);
}

}  // namespace
}  // namespace chestlens::bridge
