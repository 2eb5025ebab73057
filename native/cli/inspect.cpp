#include "cli/commands.hpp"
#include "cli/frame_option.hpp"
#include "cli/predict_tally.hpp"
#include "cli/terminal.hpp"
#include "files/stored.hpp"
#include "io/visible_text.hpp"

#include <chestlens/dicom.hpp>
#include <chestlens/text.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::vector<std::filesystem::path> films;
  std::optional<int> frame;
  bool identifiers = false;
};

std::string describe_levels(const GreyImage& film) {
  const auto [low, high] = std::ranges::minmax(film.pixels);
  const double sum = std::accumulate(film.pixels.begin(), film.pixels.end(), 0.0);
  return fmt::format("{} x {} pixels, grey levels 0 to {}, used {} to {}, mean {:.1f}",
                     film.width_pixels, film.height_pixels, film.max_level, low, high,
                     sum / static_cast<double>(film.pixels.size()));
}

void add_line(std::string& text, std::string_view name, const std::string& value) {
  if (!value.empty()) text += fmt::format("\n  {:<16} {}", name, visible_text(value));
}

std::string describe_facts(const DicomFilm& film) {
  const DicomFacts& facts = film.facts;
  std::string text;
  add_line(text, "shown by", film.window);
  add_line(text, "modality", facts.modality);
  add_line(text, "body part", facts.body_part);
  add_line(text, "view position", facts.view_position);
  add_line(text, "laterality", facts.laterality);
  add_line(
      text, "age",
      facts.age_years ? describe_number(std::round(*facts.age_years * 10) / 10) + " years" : "");
  add_line(text, "pixel spacing",
           facts.spacing_mm ? describe_number((*facts.spacing_mm)[0]) + " x " +
                                  describe_number((*facts.spacing_mm)[1]) + " mm"
                            : "");
  add_line(text, "photometric", facts.photometric);
  add_line(text, "transfer syntax", facts.transfer_syntax);
  add_line(text, "frames", facts.frames > 1 ? std::to_string(facts.frames) : "");
  const std::string subject = other_subject(facts);
  if (!subject.empty()) {
    text += "\n  This is " + subject + ": the models know frontal chest films alone.";
  }
  return text;
}

Result<std::string> describe(const std::filesystem::path& path, const Arguments& arguments) {
  CHESTLENS_TRY(const auto bytes, read_stored(path));
  const ImageFormat format = sniff_format(bytes);
  const std::string name = fmt::format("{}: {}, ", visible_text(path.string()), to_string(format));
  if (format != ImageFormat::dicom) {
    CHESTLENS_TRY(const auto film, with_context(decode_film(bytes), path.string()));
    std::string text = name + describe_levels(film.image);
    for (const std::string& note : film.notes) text += "\n  " + note;
    return text;
  }
  CHESTLENS_TRY(const auto film, with_context(decode_dicom(bytes, arguments.frame), path.string()));
  std::string text = name + describe_levels(film.film) + describe_facts(film);
  for (const std::string& note : film.notes) text += "\n  " + note;
  return text;
}

/// Which elements of a file may identify a patient, without their values.
Result<std::string> describe_identifiers(const std::filesystem::path& path) {
  CHESTLENS_TRY(const auto bytes, read_stored(path));
  if (sniff_format(bytes) != ImageFormat::dicom) {
    return visible_text(path.string()) +
           ": not a DICOM file, it has no header with a patient's data";
  }
  CHESTLENS_TRY(const auto elements, with_context(identifying_elements(bytes), path.string()));
  if (elements.empty())
    return visible_text(path.string()) + ": no element that may identify a patient";
  std::string text =
      fmt::format("{}: {} elements may identify a patient (their values are not shown)",
                  visible_text(path.string()), elements.size());
  for (const std::string& element : elements) text += "\n  " + element;
  return text;
}

/// Prints what is to be said of a film. Returns whether it could be read.
bool print_film(const FilmToPredict& film, const Arguments& arguments) {
  auto text = film.problem            ? Result<std::string>(tl::unexpected(*film.problem))
              : arguments.identifiers ? describe_identifiers(film.path)
                                      : describe(film.path, arguments);
  if (text) {
    std::printf("%s\n", text->c_str());
  } else {
    std::fprintf(stderr, "%s\n", visible_text(to_string(text.error())).c_str());
  }
  return text.has_value();
}

/// Prints the films of one path: itself, or those of a folder or an archive.
Status print_films(const std::filesystem::path& path, const Arguments& arguments,
                   PredictTally& tally) {
  CHESTLENS_TRY(auto films, films_to_predict({path}, ""));
  const auto never = [] { return false; };
  while (true) {
    CHESTLENS_TRY(const auto film, films.next(never));
    if (!film) return {};
    const bool passed_over = is_passed_over(*film);
    const bool is_read = passed_over || print_film(*film, arguments);
    count_film(tally, *film, passed_over, !is_read);
  }
}

/// Reads every film; those that cannot be read are reported one by one, and the others go on.
Status run(const Arguments& arguments) {
  PredictTally tally;
  std::int64_t unread_paths = 0;
  for (const auto& path : arguments.films) {
    if (const Status status = print_films(path, arguments, tally); !status) {
      std::fprintf(stderr, "%s\n", visible_text(to_string(status.error())).c_str());
      ++unread_paths;
    }
  }
  note_tally(tally, false, terminal_reporter());
  const std::int64_t failures = tally.failures + unread_paths;
  if (failures == 0) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} of {} films cannot be read", failures, tally.films + unread_paths));
}

}  // namespace

void add_inspect(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "inspect",
      "Print each film's format, size and grey levels, as the decoder reads them, and what a "
      "DICOM\n"
      "header says of it; names, numbers and dates of a patient are never printed.");
  command
      ->add_option("films", arguments->films,
                   fmt::format("{} files,\n"
                               "folders and ZIP archives of them, and the DICOMDIR of a disc",
                               film_formats))
      ->required();
  add_frame_option(*command, arguments->frame);
  command->add_flag("--identifiers", arguments->identifiers,
                    "List the elements of DICOM headers that may identify a patient, without\n"
                    "their values");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
