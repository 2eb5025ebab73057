// Is a film like those that the model knows: a bundle's trust.bin, and what it says of a run.
#include <chestlens/bundle_parts.hpp>
#include <chestlens/image.hpp>
#include <chestlens/tried_ways.hpp>

#include <bridge/reply.hpp>
#include <bridge/typed_array.hpp>
#include <emscripten/bind.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

namespace chestlens::bridge {
namespace {

using emscripten::val;

val parse(const Card& card, const val& bytes) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto file, from_typed_array<std::uint8_t>(bytes, trust_file));
    CHESTLENS_TRY(auto model, trust_of_bundle(std::as_bytes(std::span(file)), card));
    return object_of("trust", std::make_shared<TrustModel>(std::move(model)));
  });
}

/// A run's outputs at each of the model's depths, of `films` films.
Result<std::vector<std::vector<float>>> depths_of(const TrustModel& model, const val& outputs,
                                                  std::size_t films) {
  std::vector<std::vector<float>> depths;
  for (const TrustDepth& depth : model.depths) {
    CHESTLENS_TRY(auto values,
                  from_typed_array<float>(outputs[depth.output], depth.output.c_str()));
    if (values.size() != films * depth.values()) {
      return fail(ErrorCode::mismatch,
                  fmt::format("has {} values where trust.bin knows {} of each of {} films",
                              values.size(), depth.values(), films),
                  depth.output);
    }
    depths.push_back(std::move(values));
  }
  return depths;
}

/// One film's part of them.
std::vector<std::span<const float>> film_of(const std::vector<std::vector<float>>& depths,
                                            std::size_t film, std::size_t films) {
  std::vector<std::span<const float>> features;
  for (const auto& depth : depths) {
    const std::size_t values = depth.size() / films;
    features.push_back(std::span(depth).subspan(film * values, values));
  }
  return features;
}

val assess(const TrustModel& model, const val& outputs) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(const auto depths, depths_of(model, outputs, 1));
    CHESTLENS_TRY(auto trust, assess_trust(model, film_of(depths, 0, 1)));
    const bool is_like = trust.likeness == Likeness::like;
    val object = object_of("trust", std::make_shared<Trust>(std::move(trust)));
    object.set("is_like", is_like);
    return object;
  });
}

val not_known(const std::string& bundle) {
  return reply([&]() -> Result<val> {
    return object_of("trust", std::make_shared<Trust>(trust_not_known(bundle)));
  });
}

/// The prepared film in other ways, one after the other.
val ways_of(const val& pixels, int size_pixels) {
  return reply([&]() -> Result<val> {
    CHESTLENS_TRY(auto film, from_typed_array<float>(pixels, "pixels"));
    if (size_pixels < 1 || film.size() != area_pixels(size_pixels, size_pixels)) {
      return fail(ErrorCode::invalid_argument, "give size_pixels squared values", "pixels");
    }
    const auto ways = tried_ways({size_pixels, size_pixels, std::move(film)});
    std::vector<float> all;
    for (const FloatImage& way : ways) {
      all.insert(all.end(), way.pixels.begin(), way.pixels.end());
    }
    val object = object_of("pixels", to_typed_array(all));
    object.set("films", static_cast<int>(ways.size()));
    return object;
  });
}

/// Names what the film of `trust` may be, by the outputs of `films` ways.
val find_surprise(const TrustModel& model, Trust& trust, const val& outputs, int films) {
  return reply([&]() -> Result<val> {
    const auto count = static_cast<std::size_t>(std::max(films, 0));
    CHESTLENS_TRY(const auto depths, depths_of(model, outputs, count));
    std::vector<std::vector<std::span<const float>>> ways;
    for (std::size_t way = 0; way < count; ++way) ways.push_back(film_of(depths, way, count));
    CHESTLENS_TRY(trust.surprise, surprise_of(trust, model, ways));
    return val::object();
  });
}

/// What the film's header says it is comes before all that its features say.
void note_subject(Trust& trust, const DecodedFilm& film) {
  set_subject(trust, film.subject);
}

EMSCRIPTEN_BINDINGS(trust) {
  emscripten::class_<TrustModel>("TrustModel")
      .smart_ptr<std::shared_ptr<TrustModel>>("TrustModelPointer");
  emscripten::class_<Trust>("Trust").smart_ptr<std::shared_ptr<Trust>>("TrustPointer");
  emscripten::function("parse_trust", &parse);
  emscripten::function("assess_trust", &assess);
  emscripten::function("trust_not_known", &not_known);
  emscripten::function("tried_ways", &ways_of);
  emscripten::function("find_surprise", &find_surprise);
  emscripten::function("note_subject", &note_subject);
}

}  // namespace
}  // namespace chestlens::bridge
