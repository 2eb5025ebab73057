#pragma once

#include <chestlens/image.hpp>

#include <array>
#include <string_view>

namespace chestlens {

/// What of a film is no disease and may change along a series of films.
inline constexpr std::array<std::string_view, 4> film_trait_names{
    "lungs' share of the film", "mean grey level", "contrast", "sharpness"};

/// In that order: the share of the film that both lungs take, as estimated (lung_field.hpp), by
/// which a film is framed tighter or wider; mean and standard deviation of the grey levels in
/// [0,1]; mean absolute Laplacian at 256 x 256 pixels over that deviation.
using FilmTraits = std::array<float, film_trait_names.size()>;

/// The film must not be empty.
FilmTraits film_traits(const GreyImage& film);

}  // namespace chestlens
