// looks keep PICTURE GOLDEN: keeps a picture as a golden one.
// looks compare GOLDEN PICTURE DIFFERENCE LIMIT: exit status 1 where more than LIMIT (a share) of
// PICTURE differs; DIFFERENCE is then a picture of where.
#include "looks/picture.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using chestlens::Result;
using chestlens::Status;

Status keep(const char* picture, const char* golden) {
  CHESTLENS_TRY(const auto now, chestlens::looks::read_picture(picture));
  return chestlens::looks::write_picture(golden, chestlens::looks::kept(now));
}

Result<bool> is_same(const char* golden, const char* picture, const char* where, double limit) {
  CHESTLENS_TRY(const auto was, chestlens::looks::read_picture(golden));
  CHESTLENS_TRY(const auto now, chestlens::looks::read_picture(picture));
  const auto difference = chestlens::looks::compare(was, chestlens::looks::kept(now));
  std::printf("%.4f %% differs\n", 100.0 * difference.share);
  if (difference.share <= limit) return true;
  CHESTLENS_CHECK(chestlens::looks::write_picture(where, difference.picture));
  return false;
}

int failed(const chestlens::Error& error) {
  std::fprintf(stderr, "error: %s\n", to_string(error).c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "keep" && argc == 4) {
    const Status kept = keep(argv[2], argv[3]);
    return kept ? 0 : failed(kept.error());
  }
  if (what == "compare" && argc == 6) {
    const auto same = is_same(argv[2], argv[3], argv[4], std::strtod(argv[5], nullptr));
    if (!same) return failed(same.error());
    return *same ? 0 : 1;
  }
  std::fputs("usage: looks keep PICTURE GOLDEN, or looks compare GOLDEN PICTURE DIFFERENCE LIMIT\n",
             stderr);
  return 2;
}
