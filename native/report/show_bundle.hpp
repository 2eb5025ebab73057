#pragma once

#include "page/page.hpp"

#include <chestlens/card.hpp>

namespace chestlens {

/// What a bundle's card says.
Page show_bundle(const Card& card);

}  // namespace chestlens
