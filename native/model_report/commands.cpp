#include "model_report/commands.hpp"

#include <chestlens/text.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// A command line that grows.
class CommandLine {
 public:
  explicit CommandLine(const std::string& command) : text_("chestlens " + command) {}

  CommandLine& flag(const std::string& name, bool is_given = true) {
    if (is_given) text_ += " " + name;
    return *this;
  }
  CommandLine& option(const std::string& name, const std::string& value) {
    if (!value.empty()) text_ += " " + name + " " + shell_word(value);
    return *this;
  }
  CommandLine& options(const std::string& name, const std::vector<std::string>& values) {
    for (const std::string& value : values) option(name, value);
    return *this;
  }
  std::string text() const { return text_; }

 private:
  std::string text_;
};

std::vector<std::string> texts_of(const std::vector<fs::path>& paths) {
  return {paths.begin(), paths.end()};
}

CommandLine& add_films(CommandLine& line, const ReportCall& call) {
  line.option("--data", call.data.string());
  if (call.part == EvaluatedPart::external) {
    return line.flag("--external").option("--films-name", call.films_name);
  }
  return line.option("--split", to_string(call.part));
}

std::vector<std::string> recalls_of(const ReportCall& call,
                                    const std::vector<std::string>& classes) {
  std::vector<std::string> texts;
  for (const WantedRecall& wanted : call.recalls) {
    texts.push_back(classes[static_cast<std::size_t>(wanted.class_index)] + "=" +
                    describe_number(wanted.recall));
  }
  return texts;
}

std::vector<std::string> names_of(const std::vector<MapMethod>& methods) {
  std::vector<std::string> names;
  for (const MapMethod method : methods) names.emplace_back(map_method_info(method).name);
  return names;
}

/// One line of `command` for each bundle, or of the catalog as a whole.
template <typename Finish>
std::vector<std::string> lines_of_models(const std::string& command, const ReportCall& call,
                                         Finish finish) {
  std::vector<std::string> lines;
  const auto add = [&](const std::string& option, const fs::path& folder) {
    CommandLine line(command);
    add_films(line.option(option, folder.string()), call);
    finish(line);
    lines.push_back(line.text());
  };
  if (!call.models.models.empty()) add("--models", call.models.models);
  for (const fs::path& bundle : call.models.bundles) add("--bundle", bundle);
  return lines;
}

}  // namespace

std::string shell_word(const std::string& word) {
  const auto is_plain = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("-_./=,:+@%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string report_command_line(const ReportCall& call, const std::vector<std::string>& classes) {
  CommandLine line("report");
  line.option("--models", call.models.models.string())
      .options("--model", call.models.names)
      .options("--bundle", texts_of(call.models.bundles));
  add_films(line, call)
      .options("--recall", recalls_of(call, classes))
      .option("--validation-data", call.validation_data.string())
      .options("--method", names_of(call.methods))
      .option("--each", call.each == ReportCall().each ? "" : std::to_string(call.each))
      .flag("--no-films", !call.films)
      .option("--out", call.out.string());
  return line.text();
}

std::vector<std::string> evaluate_command_lines(const ReportCall& call) {
  return lines_of_models("evaluate", call, [&](CommandLine& line) {
    if (!call.models.models.empty()) line.option("--table", "study");
  });
}

std::vector<std::string> threshold_command_lines(const ReportCall& call,
                                                 const std::vector<std::string>& classes) {
  return lines_of_models("evaluate", call, [&](CommandLine& line) {
    line.options("--recall", recalls_of(call, classes))
        .option("--validation-data", call.validation_data.string());
  });
}

std::string map_command_line(const ReportCall& call, const std::vector<fs::path>& bundles) {
  CommandLine line("embed");
  if (call.models.names.empty()) line.option("--models", call.models.models.string());
  if (call.models.models.empty() || !call.models.names.empty()) {
    line.options("--bundle", texts_of(bundles));
  }
  return line.option("--data", call.data.string()).option("--out", "maps").text();
}

std::string explain_command_line(const ReportCall& call, const std::string& ensemble,
                                 const std::vector<fs::path>& bundles,
                                 const std::vector<MapMethod>& methods) {
  CommandLine line("explain");
  if (ensemble.empty()) {
    line.options("--bundle", texts_of(bundles));
  } else {
    line.option("--models", call.models.models.string()).option("--model", ensemble);
  }
  line.option("--cases", call.data.string())
      .options("--method", names_of(methods))
      .option("--each", std::to_string(call.each))
      .option("--out", "cases");
  return line.text();
}

std::vector<std::string> audit_command_lines(const ReportCall& call,
                                             const std::vector<fs::path>& bundles, bool writes) {
  std::vector<std::string> lines;
  for (const fs::path& bundle : bundles) {
    lines.push_back(CommandLine("audit")
                        .option("--bundle", bundle.string())
                        .option("--data", call.data.string())
                        .flag("--write-findings", writes)
                        .text());
  }
  return lines;
}

std::vector<std::string> trust_command_lines(const std::vector<fs::path>& bundles) {
  std::vector<std::string> lines;
  for (const fs::path& bundle : bundles) {
    lines.push_back(CommandLine("trust").option("--bundle", bundle.string()).text() +
                    " --data TRAINING-FILMS");
  }
  return lines;
}

std::string complexity_command_line(const std::vector<fs::path>& bundles) {
  CommandLine line("complexity");
  line.flag("--bundles");
  for (const fs::path& bundle : bundles) line.flag(shell_word(bundle.string()));
  return line.text();
}

std::vector<std::string> show_command_lines(const std::vector<fs::path>& bundles) {
  std::vector<std::string> lines;
  for (const fs::path& bundle : bundles) {
    lines.push_back(CommandLine("show").flag(shell_word(bundle.string())).text());
  }
  return lines;
}

}  // namespace chestlens
