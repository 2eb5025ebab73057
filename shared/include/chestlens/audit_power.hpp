#pragma once

#include <chestlens/metrics.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Generated films with a clue of one kind in one class, or without any: of so many networks, each
/// trained on films of its own, chestlens audit convicted this many of it.
struct AuditPower {
  std::string_view films;  // "plain clues: text, border, blur, brightness, noise"
  int convicted = 0;
  int networks = 0;
  bool is_clean = false;  // without a clue: each conviction is false
  Interval interval;      // 95 %, Wilson
};

/// How often chestlens audit convicts, as tests/bench/audit_power.sh measured it (20 clean sets, 6
/// per clue): the table of models/study/README.md.
std::vector<AuditPower> audit_power();

/// What those counts are, where they come from and what follows for an audit.
std::string audit_power_meaning();

/// The same and the counts, for who sees no table of them.
std::string audit_power_in_words();

}  // namespace chestlens
