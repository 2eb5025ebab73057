#include <chestlens/audit_power.hpp>
#include <chestlens/share_text.hpp>

#include <fmt/format.h>

#include <array>

namespace chestlens {
namespace {

struct Measured {
  std::string_view films;
  int convicted;
  int networks;
  bool is_clean;
};

constexpr std::array<Measured, 7> measured{{
    {"plain clues: text, border, blur, brightness, noise", 30, 30, false},
    {"border, faint", 6, 6, false},
    {"blur, faint", 6, 6, false},
    {"noise, faint", 6, 6, false},
    {"brightness, faint", 0, 6, false},
    {"text, faint", 0, 6, false},
    {"without a clue", 1, 20, true},
}};

}  // namespace

std::vector<AuditPower> audit_power() {
  std::vector<AuditPower> power;
  for (const Measured& row : measured) {
    power.push_back({.films = row.films,
                     .convicted = row.convicted,
                     .networks = row.networks,
                     .is_clean = row.is_clean,
                     .interval = wilson_interval(row.convicted, row.networks)});
  }
  return power;
}

std::string audit_power_meaning() {
  return "How often such an audit convicts was measured on generated films, with one clue planted "
         "in one class and a network trained on each set (tests/bench/audit_power.sh): plain clues "
         "are found, faint ones can pass unseen.";
}

std::string audit_power_in_words() {
  std::string counts;
  for (const AuditPower& row : audit_power()) {
    counts += fmt::format("{}{}, {} of {}{}", counts.empty() ? "" : "; ", row.films, row.convicted,
                          row.networks, row.is_clean ? ", falsely" : "");
  }
  return audit_power_meaning() + " Convicted of " + counts + ".";
}

}  // namespace chestlens
