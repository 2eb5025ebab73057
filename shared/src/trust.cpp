#include <chestlens/trust.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace chestlens {

Result<double> distance_at(const TrustDepth& depth, std::span<const float> features) {
  const std::size_t values = depth.values();
  if (features.size() != values) {
    return fail(ErrorCode::mismatch,
                fmt::format("has {} values where the bundle's trust.bin knows {}: it is of another "
                            "model",
                            features.size(), values),
                depth.output);
  }
  std::vector<float> centred(values);
  for (std::size_t i = 0; i < values; ++i) centred[i] = features[i] - depth.mean[i];
  double sum = 0.0;
  for (std::size_t d = 0; d < depth.directions(); ++d) {
    const float* row = depth.whitening.data() + d * values;
    double along = 0.0;
    for (std::size_t i = 0; i < values; ++i) along += double{row[i]} * double{centred[i]};
    sum += along * along;
  }
  const double distance = sum / static_cast<double>(depth.directions());
  if (std::isfinite(distance)) return distance;
  return fail(ErrorCode::mismatch, "has a value that is no finite number", depth.output);
}

Result<Trust> assess_trust(const TrustModel& model,
                           std::span<const std::span<const float>> features) {
  if (features.size() != model.depths.size()) {
    return fail(ErrorCode::mismatch, fmt::format("{} depths where trust.bin knows {}",
                                                 features.size(), model.depths.size()));
  }
  double score = 0.0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    CHESTLENS_TRY(const double distance, distance_at(model.depths[i], features[i]));
    score = std::max(score, distance);
  }
  Trust trust;
  trust.score = score / double{model.like_limit};
  const auto nearer = std::ranges::lower_bound(model.scores, static_cast<float>(score));
  trust.farther_than =
      static_cast<double>(nearer - model.scores.begin()) / static_cast<double>(model.scores.size());
  trust.likeness = score <= double{model.like_limit}     ? Likeness::like
                   : score <= double{model.unlike_limit} ? Likeness::cannot_tell
                                                         : Likeness::unlike;
  return trust;
}

Surprise nearest_surprise(const Trust& trust, const TriedScores& tried, const TrustModel& model) {
  if (trust.likeness == Likeness::like) return Surprise::none;
  // A film turned to the left is right again after a turn to the right.
  const std::array<std::pair<double, Surprise>, 4> ways{{
      {tried.turned_right, Surprise::turned_left},
      {tried.turned_half, Surprise::upside_down},
      {tried.turned_left, Surprise::turned_right},
      {tried.negative, Surprise::negative},
  }};
  const auto best = std::ranges::min_element(ways, {}, &std::pair<double, Surprise>::first);
  if (best->first <= 1.0 && best->first < trust.score) return best->second;
  const bool is_far = trust.score * double{model.like_limit} > double{model.no_film_limit};
  return is_far ? Surprise::no_xray : Surprise::other_view_or_age;
}

Trust trust_not_known(std::string_view bundle) {
  Trust trust;
  trust.reason = std::string(bundle) + " has no trust.bin";
  return trust;
}

Trust combine_trust(std::span<const Trust> members) {
  const auto rank = [](const Trust& trust) {
    return trust.likeness == Likeness::unlike ? 2 : trust.likeness == Likeness::cannot_tell ? 1 : 0;
  };
  const auto less_sure = [&](const Trust& a, const Trust& b) {
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.score < b.score;
  };
  const auto least = std::ranges::max_element(members, less_sure);
  return least == members.end() ? Trust{} : *least;
}

void set_subject(Trust& trust, std::string_view subject) {
  if (subject.empty()) return;
  trust.likeness = Likeness::unlike;
  trust.surprise = Surprise::none;
  trust.subject = subject;
}

std::string_view to_string(Likeness likeness) {
  switch (likeness) {
    case Likeness::like:
      return "like";
    case Likeness::unlike:
      return "unlike";
    case Likeness::cannot_tell:
      break;
  }
  return "cannot tell";
}

std::string_view to_string(Surprise surprise) {
  switch (surprise) {
    case Surprise::no_xray:
      return "no chest X-ray";
    case Surprise::turned_left:
      return "turned to the left";
    case Surprise::turned_right:
      return "turned to the right";
    case Surprise::upside_down:
      return "upside down";
    case Surprise::negative:
      return "a negative";
    case Surprise::other_view_or_age:
      return "another view, part, age or machine";
    case Surprise::none:
      break;
  }
  return "";
}

Result<Likeness> parse_likeness(std::string_view text) {
  for (const auto likeness : {Likeness::like, Likeness::unlike, Likeness::cannot_tell}) {
    if (text == to_string(likeness)) return likeness;
  }
  return fail(ErrorCode::invalid_argument, "give like, unlike or cannot tell", std::string(text));
}

Result<Surprise> parse_surprise(std::string_view text) {
  for (const auto surprise :
       {Surprise::none, Surprise::no_xray, Surprise::turned_left, Surprise::turned_right,
        Surprise::upside_down, Surprise::negative, Surprise::other_view_or_age}) {
    if (text == to_string(surprise)) return surprise;
  }
  return fail(ErrorCode::invalid_argument, "is no surprise that trust names", std::string(text));
}

std::string reason_in_words(const Trust& trust) {
  if (!trust.subject.empty()) return "by its header " + trust.subject;
  if (!trust.reason.empty()) return trust.reason;
  if (trust.likeness == Likeness::like) return {};
  std::string words = trust.likeness == Likeness::unlike
                          ? fmt::format("{:.3g} times the limit", trust.score)
                          : fmt::format("farther from the training films than {:.0f} of 100 films",
                                        std::floor(100.0 * trust.farther_than));
  if (trust.surprise != Surprise::none) {
    words += fmt::format(", perhaps {}", to_string(trust.surprise));
  }
  return words;
}

std::string describe(const Trust& trust) {
  const std::string reason = reason_in_words(trust);
  if (reason.empty()) return "like the training films";
  const bool is_unlike = trust.likeness == Likeness::unlike;
  return (is_unlike ? "unlike the training films: " : "cannot tell: ") + reason;
}

}  // namespace chestlens
