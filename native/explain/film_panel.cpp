#include "explain/film_panel.hpp"

#include "explain/tile.hpp"

#include <chestlens/overlay.hpp>
#include <chestlens/probability.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace chestlens {
namespace {

/// How strong the class's map is beside the strongest of its method; "" for that one, and where the
/// colors say so themselves.
std::string strength_of(const MethodMaps& maps, std::size_t class_index, MapScale scale) {
  const float share =
      map_units(maps, MapScale::own)[class_index] / map_units(maps, MapScale::shared)[class_index];
  if (scale == MapScale::shared || !(share < 0.995F)) return "";
  return fmt::format("{:.0f} % of the strongest class", 100.0F * share);
}

std::string map_caption(const MemberMaps& member, const MethodMaps& maps, std::size_t class_index,
                        MapScale scale) {
  const MapContent content = map_content(maps.maps[class_index]);
  if (content != MapContent::evidence) return std::string(in_words(content));
  if (maps.method != MapMethod::hires_cam) return strength_of(maps, class_index, scale);
  const EvidenceSum& sum = member.sums[class_index];
  return evidence_in_words(maps.maps[class_index], sum);
}

Result<PanelTile> tile_of(const GreyImage& film, const MemberMaps& member, const MethodMaps& maps,
                          std::size_t class_index, MapScale scale, const Card& card) {
  if (maps.maps.empty()) return PanelTile{{}, "none of this model", maps.refused};
  const FloatImage& map = maps.maps[class_index];
  const bool is_shown = map_content(map) == MapContent::evidence;
  const float unit = is_shown ? map_units(maps, scale)[class_index] : 0.0F;
  CHESTLENS_TRY(auto picture, map_tile(film, map, unit, card.input));
  return PanelTile{
      std::move(picture), map_caption(member, maps, class_index, scale),
      fmt::format("{} of {}", map_method_info(maps.method).title, card.classes[class_index])};
}

/// "mobilenet_v2: MobileNetV2, 128 px": lines beside the tiles go by the name.
std::string heading_of(const Card& card) {
  return card.title == card.name ? card.name : card.name + ": " + card.title;
}

}  // namespace

std::vector<float> map_units(const MethodMaps& maps, MapScale scale) {
  std::vector<float> units;
  for (const FloatImage& map : maps.maps) units.push_back(most_of(map));
  if (scale == MapScale::shared && !units.empty()) {
    std::ranges::fill(units, std::ranges::max(units));
  }
  return units;
}

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

std::string evidence_in_words(const FloatImage& map, const EvidenceSum& sum) {
  constexpr double least_shown = -0.005;
  double in_favour = 0.0, against = 0.0;
  for (const float value : map.pixels) (value > 0.0F ? in_favour : against) += double{value};
  const auto together = fmt::format("{:.2f} of the logit's {:.2f}", sum.evidence, sum.logit);
  if (against > least_shown) return together;
  return fmt::format(
      "drawn: {:+.2f}, speaks for it; not drawn: {:+.2f}, speaks against it; together {}",
      in_favour, against, together);
}

std::string in_words(MapScale scale) {
  if (scale == MapScale::own) {
    return "Each map is scaled to its own maximum: the strongest color is the place that matters "
           "most for that class, however little that is. Colors of two maps are not comparable.";
  }
  return "The maps of all classes by one model and method share a scale: a class that the model "
         "sees less of is paler. Colors of two methods are not comparable.";
}

Result<Panel> film_panel(const Explainer& explainer, const FilmMaps& maps,
                         const PanelChoice& choice) {
  Panel panel{.title = choice.title};
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
      const MemberMaps& member = maps.members[m];
      for (const MethodMaps& method : member.methods) {
        CHESTLENS_TRY(auto tile, tile_of(film, member, method, c, choice.scale, members[m].card));
        row.tiles.push_back(std::move(tile));
      }
    }
    panel.rows.push_back(std::move(row));
  }
  panel.notes = {in_words(choice.scale), drawn_note, map_warning};
  return panel;
}

}  // namespace chestlens
