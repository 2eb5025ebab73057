#include "measured_films.hpp"

#include <cctype>
#include <string_view>

namespace chestlens {

MeasuredFilms films_of(const MeasuredMetric& metric) {
  const std::string& text = metric.measured_on;
  MeasuredFilms films{.part = text.substr(0, text.find(',')), .count = {}};
  films.by_patient = text.find("patients are not known") == std::string::npos;
  const std::size_t end = text.find(" films", films.part.size());
  if (end == std::string::npos) return films;
  std::size_t begin = end;
  while (begin > 0 && std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0) --begin;
  films.count = text.substr(begin, end - begin);
  return films;
}

std::string in_words(const MeasuredMetric& metric) {
  const MeasuredFilms films = films_of(metric);
  const auto counted = [&](std::string_view kind) {
    return films.count + (films.count.empty() ? "" : " ") + std::string(kind);
  };
  const std::string_view patients =
      films.by_patient ? " of patients that it never saw" : ", of patients who may have trained it";
  if (films.part == "test") return counted("test films") + std::string(patients);
  if (films.part == "all") return counted("films") + std::string(patients);
  if (films.part == "validation") {
    return counted("validation films") + ", which chose its epoch and so flatter it";
  }
  return metric.measured_on;
}

}  // namespace chestlens
