#pragma once

#include <chestlens/card.hpp>

#include <string>
#include <string_view>

namespace chestlens {

/// The kind of `Card::trust` that is no surprise: a warning of its films is false.
inline constexpr std::string_view unseen_films = "films never seen";

/// What the shares of `Card::trust` are, and what they should be.
std::string trust_meaning();

/// "MobileNetV2 nearly always warns of 20 of 22 other kinds of pictures, least of "mirrored" (7.7
/// %), and wrongly of 5.2 % (3.7 to 7.4) of films like its own."; for a card without any, why not.
std::string trust_in_words(const Card& card, std::string_view subject);

}  // namespace chestlens
