#include "cli/class_share.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace chestlens {

Result<ClassShare> parse_class_share(const std::string& text,
                                     const std::vector<std::string>& classes,
                                     const std::string& option) {
  const auto equals = text.rfind('=');
  const std::string name = text.substr(0, equals);
  const auto found = std::ranges::find(classes, name);
  ClassShare share{.class_index = static_cast<int>(found - classes.begin())};
  bool is_number = false;
  if (equals != std::string::npos) {
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + equals + 1, end, share.share);
    is_number =
        read.ec == std::errc() && read.ptr == end && share.share >= 0.0 && share.share <= 1.0;
  }
  if (found != classes.end() && is_number) return share;
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("\"{}\" is not CLASS=RECALL with a class of {} and a recall from 0 to 1{}", text,
                  joined(classes),
                  found == classes.end() ? did_you_mean(name, classes) : std::string()),
      option);
}

}  // namespace chestlens
