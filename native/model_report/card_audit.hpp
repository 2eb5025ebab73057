#pragma once

#include "audit/audit_bundle.hpp"

namespace chestlens {

/// What a card keeps of an audit, which it must hold.
inline ModelAudit audit_of(const Card& card) {
  return {card, card.findings.front().measured_on};
}

}  // namespace chestlens
