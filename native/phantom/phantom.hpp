#pragma once

#include "io/output.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Generated, chest-like films for tests, teaching and the default demo; real films are the real
/// input. All functions are pure and thread-safe; equal arguments give equal bytes (on one build).
namespace chestlens {

enum class PhantomClass : std::uint8_t { covid19, viral, bacterial, normal };
inline constexpr std::array<PhantomClass, 4> phantom_classes{
    PhantomClass::covid19, PhantomClass::viral, PhantomClass::bacterial, PhantomClass::normal};

/// The class's name in manifests, e.g. "covid19".
std::string_view to_string(PhantomClass film_class);

/// A text burnt into every film of one class: a spurious clue for a network to cheat by.
struct Shortcut {
  PhantomClass film_class = PhantomClass::covid19;
  std::string text;
};

/// "covid19=TEXT", 1 to 24 printable ASCII characters. Errors: invalid_argument.
Result<Shortcut> parse_shortcut(std::string_view argument);

/// What else than disease may tell the films of one class, all of them changed alike.
enum class ClueKind : std::uint8_t { text, border, blur, brightness, noise };
inline constexpr std::array<ClueKind, 5> clue_kinds{
    ClueKind::text, ClueKind::border, ClueKind::blur, ClueKind::brightness, ClueKind::noise};

/// The kind's name on the command line, e.g. "blur".
std::string_view to_string(ClueKind kind);

/// A clue planted into the films of one class, from hardly there (0) to plain (1): the opacity of
/// "WARD 3" in a corner; a frame of the film's edge, brightened; a Gaussian blur of up to 2 % of
/// the side; a gamma of up to 4; noise of up to a tenth of the grey range.
struct PlantedClue {
  PhantomClass film_class = PhantomClass::covid19;
  ClueKind kind = ClueKind::text;
  double strength = 1.0;
};

/// "covid19=blur:0.5". Errors: invalid_argument.
Result<PlantedClue> parse_planted_clue(std::string_view argument);

struct PhantomOptions {
  int films = 1'000;
  int size_pixels = 256;  // films are square
  std::uint64_t seed = 1;
  std::array<double, 4> class_mix{1.0, 1.0, 1.0, 1.0};  // relative, in the order of the enum
  double test_fraction = 0.15;                          // of each class's films, by patient
  double mildest = 0.0;  // severity of the faintest finding, 0 (hardly seen) to 1 (plain)
  std::optional<Shortcut> shortcut;
  std::optional<PlantedClue> planted = {};
};

/// Errors: invalid_argument; the context is the option's name, the message its range.
Status check_options(const PhantomOptions& options);

/// Which film: the patient decides the anatomy, the film everything else.
struct PhantomNumber {
  std::uint64_t patient = 0;
  std::uint64_t film = 0;
};

struct PhantomFilm {
  PhantomClass film_class = PhantomClass::normal;
  GreyImage film;          // 8-bit, size_pixels square
  GreyImage finding_mask;  // 255 where the finding is, else 0; all 0 for normal
  GreyImage lung_mask;     // 255 where the lungs are
};

/// Draws one film. With the same number, films of two classes differ in nothing but the finding
/// (and the grey scale that is fitted to the film). Errors: as check_options.
Result<PhantomFilm> draw_phantom(PhantomClass film_class, PhantomNumber number,
                                 const PhantomOptions& options);

/// Writes, whole or not at all, <class>/*.png, masks/ and masks/lungs/ of the same names,
/// README.txt, manifest.csv with the columns of a real data set, and SHA256SUMS. 1 to 3 films per
/// patient, all of one class and one split. `on_film` is called after every film, by one thread at
/// a time, with the number done. Errors: as check_options and check_output_folder; io.
Status write_phantom_dataset(const std::filesystem::path& folder, const PhantomOptions& options,
                             const std::function<void(std::int64_t)>& on_film = {},
                             const OutputRule& rule = {});

}  // namespace chestlens
