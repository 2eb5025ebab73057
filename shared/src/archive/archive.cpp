#include "zip_source.hpp"

#include <chestlens/archive.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <utility>

namespace chestlens {
namespace {

constexpr std::string_view way_out = "unpack it, and give the folder";

std::string mebibytes(std::uint64_t bytes) {
  constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
  return group_digits((bytes + mebibyte - 1) / mebibyte) + " MiB";
}

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() &&
         std::ranges::equal(text.substr(text.size() - ending.size()), ending, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
         });
}

/// A name whose folders "/" divides and that leads nowhere else: of "\scans\..\film.png" it is
/// "scans/_.._/film.png".
std::string plain_name(std::string_view raw) {
  std::string name;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find_first_of("/\\"), raw.size());
    const std::string_view part = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (part.empty() || part == ".") continue;
    if (!name.empty()) name += '/';
    name += part == ".." ? "_.._" : part;
  }
  return name;
}

bool is_folder(std::string_view raw) {
  return raw.empty() || raw.ends_with('/') || raw.ends_with('\\');
}

Error not_opened(int code, const std::string& words) {
  if (code == ZIP_ER_MULTIDISK) {
    return {ErrorCode::unsupported,
            "is one part of an archive of several; join them (zip -s 0 PART --out WHOLE.zip)"};
  }
  return {ErrorCode::corrupt,
          "is a damaged ZIP archive, whose list of files at its end cannot be read (" + words +
              "): copy or download it again, or save what is there (zip -FF FILE --out WHOLE.zip)"};
}

Error damaged(const std::string& words) {
  return {ErrorCode::corrupt,
          "is damaged within its archive (" + words + "): copy or download the archive again"};
}

bool is_too_much_larger(const ArchiveLimits& limits, std::uint64_t unpacked, std::uint64_t packed) {
  return unpacked > limits.small_bytes && unpacked / limits.most_times_larger > packed;
}

}  // namespace

struct Archive::Zip {
  explicit Zip(zip_t* opened) : zip(opened) {}
  ~Zip() { zip_discard(zip); }
  Zip(const Zip&) = delete;
  Zip& operator=(const Zip&) = delete;

  std::uint64_t count() const {
    return static_cast<std::uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(zip, 0), 0));
  }
  std::string_view raw_name(std::uint64_t index) const {
    const char* name = zip_get_name(zip, index, ZIP_FL_ENC_GUESS);
    return name == nullptr ? std::string_view() : std::string_view(name);
  }
  std::string words() const { return zip_strerror(zip); }

  void note_names();

  zip_t* zip;
  std::unordered_map<std::string, std::uint64_t>
      renamed;  // whose names the archive spells otherwise
};

void Archive::Zip::note_names() {
  for (std::uint64_t i = 0; i < count(); ++i) {
    const std::string_view raw = raw_name(i);
    if (is_folder(raw)) continue;
    if (std::string name = plain_name(raw); name != raw) renamed.emplace(std::move(name), i);
  }
}

namespace {

struct ZipFileClose {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

/// The sizes that the list of files says, against the limits.
Status check_total(zip_t* zip, std::uint64_t count, std::uint64_t archive_bytes,
                   const ArchiveLimits& limits) {
  if (count > limits.most_entries) {
    return fail(ErrorCode::too_large,
                fmt::format("holds {} entries, the limit is {}; {}", group_digits(count),
                            group_digits(limits.most_entries), way_out));
  }
  std::uint64_t bytes = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip, i, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) continue;
    if (stat.size > limits.most_bytes - bytes) {
      return fail(ErrorCode::too_large,
                  fmt::format("unpacks to more than {}, which is the limit; {}",
                              mebibytes(limits.most_bytes), way_out));
    }
    bytes += stat.size;
  }
  if (!is_too_much_larger(limits, bytes, archive_bytes)) return {};
  return fail(ErrorCode::too_large,
              fmt::format("unpacks to {}, more than {} times its own size, as no archive of films "
                          "does; if it is to be trusted, {}",
                          mebibytes(bytes), limits.most_times_larger, way_out));
}

Status check_entry(const std::string& name, const zip_stat_t& stat, const ArchiveLimits& limits) {
  if (const std::string_view kind = archive_kind(name); !kind.empty()) {
    return fail(ErrorCode::unsupported,
                fmt::format("is {} within an archive, which is not read; unpack the outer one, and "
                            "give this one by itself",
                            kind));
  }
  if (name.starts_with("_.._/") || name.find("/_.._/") != std::string::npos) {
    return fail(ErrorCode::unsupported, "its name leads out of the archive; pack it again");
  }
  if (stat.encryption_method != ZIP_EM_NONE) {
    return fail(ErrorCode::unsupported,
                "is encrypted; unpack the archive with its password, and give the folder");
  }
  if (zip_compression_method_supported(stat.comp_method, 0) == 0) {
    return fail(ErrorCode::unsupported,
                fmt::format("is packed by method {}, which is not read; pack it by the usual one "
                            "(deflate), or {}",
                            stat.comp_method, way_out));
  }
  if (stat.size > limits.most_entry_bytes) {
    return fail(ErrorCode::too_large,
                fmt::format("unpacks to {}, the limit of a file is {}; {}", mebibytes(stat.size),
                            mebibytes(limits.most_entry_bytes), way_out));
  }
  if (is_too_much_larger(limits, stat.size, stat.comp_size)) {
    return fail(ErrorCode::too_large,
                fmt::format("unpacks to {}, more than {} times what it is packed to, as no film "
                            "does; if it is to be trusted, {}",
                            mebibytes(stat.size), limits.most_times_larger, way_out));
  }
  return {};
}

}  // namespace

std::string in_words(const ArchiveLimits& limits) {
  return fmt::format("at most {} files, {} GiB unpacked, {} GiB a file, {} times the packed size",
                     group_digits(limits.most_entries), limits.most_bytes >> 30U,
                     limits.most_entry_bytes >> 30U, limits.most_times_larger);
}

bool is_zip(std::span<const std::byte> beginning) {
  const auto begins = [&](std::string_view magic) {
    return beginning.size() >= magic.size() &&
           std::ranges::equal(beginning.first(magic.size()), magic,
                              [](std::byte b, char c) { return b == std::byte(c); });
  };
  return begins("PK\x03\x04") || begins("PK\x05\x06");
}

std::string_view archive_kind(std::string_view name) {
  struct Kind {
    std::string_view ending, words;
  };
  constexpr std::array kinds{
      Kind{".zip", "a ZIP archive"},    Kind{".7z", "a 7-Zip archive"},
      Kind{".rar", "a RAR archive"},    Kind{".tar", "a tar archive"},
      Kind{".tgz", "a tar archive"},    Kind{".tar.gz", "a tar archive"},
      Kind{".tar.xz", "a tar archive"}, Kind{".tar.bz2", "a tar archive"},
  };
  const auto* const kind =
      std::ranges::find_if(kinds, [&](const Kind& known) { return ends_with(name, known.ending); });
  return kind == kinds.end() ? std::string_view() : kind->words;
}

Result<Archive> Archive::open(ArchiveSource source, const ArchiveLimits& limits) {
  const std::uint64_t bytes = source.bytes;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* zip_source = archive::zip_source_of(std::move(source), error);
  zip_t* opened =
      zip_source == nullptr ? nullptr : zip_open_from_source(zip_source, ZIP_RDONLY, &error);
  const int code = zip_error_code_zip(&error);
  const std::string words = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (opened == nullptr) {
    if (zip_source != nullptr) zip_source_free(zip_source);
    return tl::unexpected(not_opened(code, words));
  }
  auto zip = std::make_shared<Zip>(opened);
  CHESTLENS_CHECK(check_total(zip->zip, zip->count(), bytes, limits));
  zip->note_names();
  return Archive(std::move(zip), limits);
}

std::vector<std::string> Archive::names() const {
  std::vector<std::string> names;
  std::set<std::string, std::less<>> seen;
  for (std::uint64_t i = 0; i < zip_->count(); ++i) {
    const std::string_view raw = zip_->raw_name(i);
    if (is_folder(raw)) continue;
    std::string name = plain_name(raw);
    if (!name.empty() && seen.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

Result<std::uint64_t> Archive::entry(const std::string& name) const {
  const zip_int64_t index = zip_name_locate(zip_->zip, name.c_str(), ZIP_FL_ENC_GUESS);
  if (index >= 0 && !is_folder(name)) return static_cast<std::uint64_t>(index);
  if (const auto found = zip_->renamed.find(name); found != zip_->renamed.end())
    return found->second;
  return fail(ErrorCode::not_found, "is not in the archive");
}

bool Archive::has(const std::string& name) const {
  return entry(name).has_value();
}

Result<std::vector<std::byte>> Archive::read_head(const std::string& name,
                                                  std::size_t max_bytes) const {
  CHESTLENS_TRY(const std::uint64_t index, entry(name));
  zip_stat_t stat;
  if (zip_stat_index(zip_->zip, index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) {
    return tl::unexpected(damaged(zip_->words()));
  }
  CHESTLENS_CHECK(check_entry(name, stat, limits_));
  const std::unique_ptr<zip_file_t, ZipFileClose> file(zip_fopen_index(zip_->zip, index, 0));
  if (!file) return tl::unexpected(damaged(zip_->words()));
  std::vector<std::byte> bytes(
      static_cast<std::size_t>(std::min<std::uint64_t>(stat.size, max_bytes)));
  const zip_int64_t got = zip_fread(file.get(), bytes.data(), bytes.size());
  if (got != static_cast<zip_int64_t>(bytes.size())) {
    return tl::unexpected(damaged(got < 0 ? zip_file_strerror(file.get()) : "it ends early"));
  }
  if (bytes.size() < stat.size) return bytes;
  // At the end libzip compares the checksum.
  std::byte beyond{};
  const zip_int64_t more = zip_fread(file.get(), &beyond, 1);
  if (more == 0) return bytes;
  return tl::unexpected(
      damaged(more < 0 ? zip_file_strerror(file.get()) : "it is longer than it says"));
}

Result<std::vector<std::byte>> Archive::read(const std::string& name) const {
  return read_head(name, static_cast<std::size_t>(limits_.most_entry_bytes));
}

}  // namespace chestlens
