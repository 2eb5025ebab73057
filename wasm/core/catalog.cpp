// The catalog: the models and ensembles that a folder offers.
#include <chestlens/catalog.hpp>
#include <chestlens/ensemble.hpp>

#include <bridge/reply.hpp>
#include <emscripten/bind.h>

#include <memory>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val parse(const std::string& json) {
  return reply([&] {
    return parse_catalog(json).map([](Catalog&& catalog) {
      return object_of("catalog", std::make_shared<Catalog>(std::move(catalog)));
    });
  });
}

val entry_object(const CatalogEntry& entry) {
  val members = val::array();
  for (const CatalogMember& listed : entry.members) {
    val member = object_of("model", listed.model);
    member.set("weight", listed.weight);
    member.set("model_sha256", listed.model_sha256);
    members.call<void>("push", member);
  }
  val object = object_of("name", entry.name);
  object.set("title", entry.title);
  object.set("members", members);
  object.set("temperature", entry.temperature);
  return object_of("entry", object);
}

val find(const Catalog& catalog, const std::string& name) {
  return reply([&] { return find_entry(catalog, name).map(entry_object); });
}

val check(const Card& first, const Card& other) {
  return reply([&] { return check_members(first, other).map([] { return val::object(); }); });
}

val check_listed(const val& listed, const Card& card) {
  CatalogMember member;
  member.model = listed["model"].as<std::string>();
  member.model_sha256 = listed["model_sha256"].as<std::string>();
  return reply([&] { return check_is_of_model(member, card).map([] { return val::object(); }); });
}

EMSCRIPTEN_BINDINGS(catalog) {
  emscripten::class_<Catalog>("Catalog").smart_ptr<std::shared_ptr<Catalog>>("CatalogPointer");
  emscripten::function("parse_catalog", &parse);
  emscripten::function("find_entry", &find);
  emscripten::function("check_members", &check);
  emscripten::function("check_is_of_model", &check_listed);
}

}  // namespace
}  // namespace chestlens::bridge
