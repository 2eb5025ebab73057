#include "explain/film_panel.hpp"

#include "explain/tile.hpp"

#include <chestlens/overlay.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

/// A method's maps among a model's, by number, and how they are drawn.
struct ShownMaps {
  const MemberMaps& member;
  std::size_t method = 0;
  const MapLook& look;

  const MethodMaps& maps() const { return member.methods[method]; }

  float unit(std::size_t class_index, MapScale scale) const {
    return map_units(member.methods, {scale, look.colors, look.sides})[method][class_index];
  }
};

/// How strong the class's map is beside the strongest of its method; "" for that one, and where the
/// colors say so themselves.
std::string strength_of(const ShownMaps& shown, std::size_t class_index) {
  if (shown.look.scale != MapScale::own) return "";
  const float share =
      shown.unit(class_index, MapScale::own) / shown.unit(class_index, MapScale::shared);
  return share < 0.995F ? fmt::format("{:.0f} % of the strongest class", 100.0F * share) : "";
}

std::string map_caption(const ShownMaps& shown, std::size_t class_index) {
  const MethodMaps& maps = shown.maps();
  const MapContent content = map_content(maps.maps[class_index]);
  if (content != MapContent::evidence) return std::string(in_words(content));
  if (maps.method != MapMethod::hires_cam) return strength_of(shown, class_index);
  return sum_in_words(maps.maps[class_index], shown.member.sums[class_index], shown.look.sides);
}

Result<PanelTile> tile_of(const GreyImage& film, const ShownMaps& shown, std::size_t class_index,
                          const Card& card) {
  const MethodMaps& maps = shown.maps();
  if (maps.maps.empty()) return PanelTile{{}, "none of this model", maps.refused};
  const FloatImage& map = maps.maps[class_index];
  const bool is_shown = is_drawn(map, sides_of(maps.method, shown.look));
  const float unit = is_shown ? shown.unit(class_index, shown.look.scale) : 0.0F;
  const FloatImage heat = as_heat(map, unit, sides_of(maps.method, shown.look));
  CHESTLENS_TRY(auto picture, map_tile(film, heat, colors_of(maps.method, shown.look), card.input));
  return PanelTile{
      std::move(picture), map_caption(shown, class_index),
      fmt::format("{} of {}", map_method_info(maps.method).title, card.classes[class_index])};
}

/// "mobilenet_v2: MobileNetV2, 128 px": lines beside the tiles go by the name.
std::string heading_of(const Card& card) {
  return card.title == card.name ? card.name : card.name + ": " + card.title;
}

}  // namespace

std::string together_in_words(const Predictor& predictor) {
  const bool is_plain = predictor.temperature == 1.0 &&
                        std::ranges::all_of(predictor.members, [&](const PredictorMember& member) {
                          return member.weight == predictor.members.front().weight;
                        });
  return is_plain ? "their plain mean" : "the ensemble " + predictor.name;
}

std::vector<std::string> answer_lines(const Predictor& predictor, const FilmMaps& maps,
                                      std::size_t class_index) {
  std::vector<std::string> lines;
  for (std::size_t m = 0; m < maps.members.size(); ++m) {
    const MemberMaps& member = maps.members[m];
    lines.push_back(
        fmt::format("{}probability {:.1f} %, logit {:.2f}",
                    maps.members.size() > 1 ? predictor.members[m].card.name + ": " : "",
                    100.0 * double{member.probabilities[class_index]}, member.logits[class_index]));
  }
  if (maps.members.size() == 1) return lines;
  lines.push_back(fmt::format("{}: {:.1f} %", together_in_words(predictor),
                              100.0 * double{maps.probabilities[class_index]}));
  return lines;
}

Result<Panel> film_panel(const Explainer& explainer, const FilmMaps& maps,
                         const PanelChoice& choice) {
  Panel panel{.title = choice.title, .look = choice.look};
  const auto& members = explainer.predictor.members;
  const GreyImage film = film_tile(maps.film, choice.tile_pixels);
  panel.columns.push_back("film");
  if (members.size() > 1) panel.groups.push_back({"", 1});
  for (std::size_t m = 0; m < members.size(); ++m) {
    for (const MethodMaps& method : maps.members[m].methods) {
      panel.columns.emplace_back(map_method_info(method.method).title);
    }
    if (members.size() > 1) {
      panel.groups.push_back({heading_of(members[m].card), maps.members[m].methods.size()});
    }
  }
  const Card& first = members.front().card;
  panel.warnings = trust_lines(trust_of(explainer, maps), describe);
  const int predicted = most_probable(maps.probabilities);
  for (const int shown : choice.classes) {
    const auto c = static_cast<std::size_t>(shown);
    PanelRow row{.title = first.classes[c],
                 .lines = answer_lines(explainer.predictor, maps, c),
                 .is_marked = shown == predicted};
    if (shown == predicted) row.lines.emplace_back("the predicted class");
    const Window window = window_from_percentiles(film, first.input.window_low_percentile,
                                                  first.input.window_high_percentile);
    row.tiles.push_back({render_film(film, window), "", "the film"});
    for (std::size_t m = 0; m < members.size(); ++m) {
      for (std::size_t method = 0; method < maps.members[m].methods.size(); ++method) {
        CHESTLENS_TRY(auto tile,
                      tile_of(film, {maps.members[m], method, choice.look}, c, members[m].card));
        row.tiles.push_back(std::move(tile));
      }
    }
    panel.rows.push_back(std::move(row));
  }
  panel.notes = {in_words(choice.look.scale), std::string(drawn_note(choice.look.sides)),
                 map_warning};
  return panel;
}

}  // namespace chestlens
