#include "phantom/phantom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <system_error>

namespace chestlens {
namespace {

constexpr int max_films = 100'000;
constexpr int min_size_pixels = 64;
constexpr int max_size_pixels = 1'024;
constexpr double max_test_fraction = 0.9;
constexpr std::size_t max_text_length = 24;

Status refuse(std::string name, std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message), std::move(name));
}

Status check_text(std::string_view text) {
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  const bool blank = text.find_first_not_of(' ') == std::string_view::npos;
  if (blank || text.size() > max_text_length || !printable)
    return refuse("shortcut",
                  fmt::format("the text must be 1 to {} printable ASCII characters, not \"{}\"",
                              max_text_length, text));
  return {};
}

/// A class, and what follows its name and "=".
struct ClassArgument {
  PhantomClass film_class = PhantomClass::normal;
  std::string_view rest;
};

Result<ClassArgument> parse_class(std::string_view argument, const std::string& option,
                                  std::string_view expected) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string_view::npos) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("expected {}, not \"{}\"", expected, argument), option);
  }
  const std::string_view name = argument.substr(0, equals);
  const auto found = std::ranges::find_if(
      phantom_classes, [&](PhantomClass film_class) { return to_string(film_class) == name; });
  if (found != phantom_classes.end()) return ClassArgument{*found, argument.substr(equals + 1)};
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("no class \"{}\"; the classes are covid19, viral, bacterial, normal", name),
      option);
}

}  // namespace

std::string_view to_string(PhantomClass film_class) {
  switch (film_class) {
    case PhantomClass::covid19:
      return "covid19";
    case PhantomClass::viral:
      return "viral";
    case PhantomClass::bacterial:
      return "bacterial";
    case PhantomClass::normal:
      return "normal";
  }
  return "normal";
}

std::string_view to_string(ClueKind kind) {
  constexpr std::array<std::string_view, clue_kinds.size()> names{"text", "border", "blur",
                                                                  "brightness", "noise"};
  return names[static_cast<std::size_t>(kind)];
}

Result<Shortcut> parse_shortcut(std::string_view argument) {
  CHESTLENS_TRY(const auto parts,
                parse_class(argument, "shortcut", "CLASS=TEXT, as in covid19=WARD 7"));
  CHESTLENS_CHECK(check_text(parts.rest));
  return Shortcut{parts.film_class, std::string(parts.rest)};
}

Result<PlantedClue> parse_planted_clue(std::string_view argument) {
  const auto refused = [&] {
    return fail(ErrorCode::invalid_argument,
                fmt::format("expected CLASS=KIND:STRENGTH with text, border, blur, brightness or "
                            "noise and 0 to 1, as in covid19=blur:0.5, not \"{}\"",
                            argument),
                "plant");
  };
  CHESTLENS_TRY(const auto parts,
                parse_class(argument, "plant", "CLASS=KIND:STRENGTH, as in covid19=blur:0.5"));
  const std::size_t colon = parts.rest.find(':');
  if (colon == std::string_view::npos) return refused();
  PlantedClue clue{.film_class = parts.film_class};
  const auto kind = std::ranges::find_if(
      clue_kinds, [&](ClueKind one) { return to_string(one) == parts.rest.substr(0, colon); });
  const std::string_view number = parts.rest.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), clue.strength);
  if (kind == clue_kinds.end() || error != std::errc() || end != number.data() + number.size()) {
    return refused();
  }
  if (!(clue.strength >= 0.0 && clue.strength <= 1.0)) return refused();
  clue.kind = *kind;
  return clue;
}

Status check_options(const PhantomOptions& options) {
  if (options.films < 1 || options.films > max_films)
    return refuse("films", fmt::format("must be 1 to {}, not {}", max_films, options.films));
  if (options.size_pixels < min_size_pixels || options.size_pixels > max_size_pixels)
    return refuse("size_pixels", fmt::format("must be {} to {}, not {}", min_size_pixels,
                                             max_size_pixels, options.size_pixels));
  const auto& mix = options.class_mix;
  const bool weights = std::all_of(
      mix.begin(), mix.end(), [](double weight) { return std::isfinite(weight) && weight >= 0.0; });
  const double sum = std::accumulate(mix.begin(), mix.end(), 0.0);
  if (!weights || !std::isfinite(sum) || sum <= 0.0)
    return refuse("class_mix", "needs four finite weights of at least 0, one of them above 0");
  if (!(options.test_fraction >= 0.0 && options.test_fraction <= max_test_fraction))
    return refuse("test_fraction",
                  fmt::format("must be 0 to {}, not {}", max_test_fraction, options.test_fraction));
  if (!(options.mildest >= 0.0 && options.mildest <= 1.0))
    return refuse("mildest", fmt::format("must be 0 to 1, not {}", options.mildest));
  if (options.planted && !(options.planted->strength >= 0.0 && options.planted->strength <= 1.0))
    return refuse("plant", fmt::format("must be 0 to 1, not {}", options.planted->strength));
  if (options.shortcut) return check_text(options.shortcut->text);
  return {};
}

}  // namespace chestlens
