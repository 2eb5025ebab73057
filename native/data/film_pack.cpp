#include "data/film_pack.hpp"

#include "data/parallel.hpp"
#include "io/text.hpp"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::array<char, 8> magic = {'C', 'L', 'F', 'I', 'L', 'M', 'S', '1'};
constexpr std::size_t key_bytes = 64;
constexpr std::size_t page_bytes = 4096;

constexpr auto owner_alone = fs::perms(0600);                 // films may be of patients
constexpr int private_mapping = MAP_PRIVATE | MAP_NORESERVE;  // may be larger than memory

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest digest_of(const std::byte* bytes, std::size_t count) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes), count, digest.data());
  return digest;
}

/// Where the parts of a pack begin, in bytes.
struct Layout {
  explicit Layout(const PackShape& shape)
      : film_bytes(shape.film_pixels * sizeof(float)),
        header_bytes(sums_at + shape.films * sizeof(Digest)),
        rows_at((header_bytes + sizeof(Digest) + page_bytes - 1) / page_bytes * page_bytes),
        file_bytes(rows_at + shape.films * film_bytes) {}

  static constexpr std::size_t key_at = magic.size();
  static constexpr std::size_t films_at = key_at + key_bytes;
  static constexpr std::size_t film_pixels_at = films_at + sizeof(std::uint64_t);
  static constexpr std::size_t sums_at = film_pixels_at + sizeof(std::uint64_t);

  std::size_t film_bytes;
  std::size_t header_bytes;  // the header's own checksum follows
  std::size_t rows_at;
  std::size_t file_bytes;
};

/// The part of the header that the shape decides.
std::array<std::byte, Layout::sums_at> header_of(const PackShape& shape) {
  std::array<std::byte, Layout::sums_at> header{};
  const auto put = [&header](std::size_t at, const void* from, std::size_t bytes) {
    std::memcpy(header.data() + at, from, bytes);
  };
  const std::uint64_t films = shape.films;
  const std::uint64_t film_pixels = shape.film_pixels;
  put(0, magic.data(), magic.size());
  put(Layout::key_at, shape.key.data(), std::min(shape.key.size(), key_bytes));
  put(Layout::films_at, &films, sizeof films);
  put(Layout::film_pixels_at, &film_pixels, sizeof film_pixels);
  return header;
}

FilmPack pack_over(std::byte* mapping, const Layout& layout) {
  const std::size_t bytes = layout.file_bytes;
  auto* pixels = reinterpret_cast<float*>(mapping + layout.rows_at);
  return {std::shared_ptr<float>(pixels, [mapping, bytes](float*) { ::munmap(mapping, bytes); })};
}

/// True where header and rows are what was written.
bool is_whole(const std::byte* file, const PackShape& shape, const Layout& layout, int threads) {
  const auto header = header_of(shape);
  if (std::memcmp(file, header.data(), header.size()) != 0) return false;
  const Digest header_sum = digest_of(file, layout.header_bytes);
  if (std::memcmp(file + layout.header_bytes, header_sum.data(), sizeof header_sum) != 0) {
    return false;
  }
  std::atomic<bool> whole = true;
  parallel_for(shape.films, threads, [&](std::size_t film) {
    if (!whole) return;
    const Digest sum =
        digest_of(file + layout.rows_at + film * layout.film_bytes, layout.film_bytes);
    const std::byte* stored = file + Layout::sums_at + film * sizeof(Digest);
    if (std::memcmp(stored, sum.data(), sizeof sum) != 0) whole = false;
  });
  return whole;
}

/// The mapping stays when the descriptor is closed. Null with errno set where there is none.
std::byte* map_file(int descriptor, std::size_t bytes, int sharing) {
  void* mapping = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, sharing, descriptor, 0);
  return mapping == MAP_FAILED ? nullptr : static_cast<std::byte*>(mapping);
}

}  // namespace

Result<std::optional<FilmPack>> open_pack(const fs::path& path, const PackShape& shape,
                                          int threads) {
  const Layout layout(shape);
  const auto file = open_regular(path);
  if (!file && file.error().code == ErrorCode::not_found) return std::nullopt;
  if (!file) return tl::unexpected(file.error());
  const int descriptor = file->get();
  struct stat status{};
  const bool right_size = ::fstat(descriptor, &status) == 0 &&
                          static_cast<std::size_t>(status.st_size) == layout.file_bytes;
  std::byte* mapping =
      right_size ? map_file(descriptor, layout.file_bytes, private_mapping) : nullptr;
  const int map_error = errno;
  if (!right_size)
    return fail(ErrorCode::corrupt, "has another size than it should", path.string());
  if (mapping == nullptr) {
    return fail(ErrorCode::io, "cannot be mapped: " + system_reason(map_error), path.string());
  }
  FilmPack pack = pack_over(mapping, layout);
  if (!is_whole(mapping, shape, layout, threads)) {
    return fail(ErrorCode::corrupt, "is not what was written", path.string());
  }
  return pack;
}

Result<PackWriter> PackWriter::create(const fs::path& path, const PackShape& shape) {
  CHESTLENS_TRY(auto file, TemporaryFile::beside(path));
  const Layout layout(shape);
  // Without space of its own, writing to the mapping of a full disk would kill the process.
  int number = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(layout.file_bytes));
  std::byte* mapping = nullptr;
  if (number == 0) {
    mapping = map_file(file.descriptor(), layout.file_bytes, MAP_SHARED);
    if (mapping == nullptr) number = errno;
  }
  if (number != 0) {
    return fail(ErrorCode::io, "cannot be written: " + system_reason(number), path.string());
  }
  return PackWriter(std::move(file), shape, mapping);
}

PackWriter::PackWriter(TemporaryFile file, PackShape shape, std::byte* mapping)
    : file_(std::move(file)), shape_(std::move(shape)), mapping_(mapping) {}

PackWriter::PackWriter(PackWriter&& other) noexcept
    : file_(std::move(other.file_)),
      shape_(std::move(other.shape_)),
      mapping_(std::exchange(other.mapping_, nullptr)) {}

PackWriter::~PackWriter() {
  if (mapping_ != nullptr) ::munmap(mapping_, Layout(shape_).file_bytes);
}

float* PackWriter::pixels() const {
  return reinterpret_cast<float*>(mapping_ + Layout(shape_).rows_at);
}

Result<FilmPack> PackWriter::finish(int threads) {
  const Layout layout(shape_);
  const auto header = header_of(shape_);
  std::memcpy(mapping_, header.data(), header.size());
  parallel_for(shape_.films, threads, [&](std::size_t film) {
    const Digest sum =
        digest_of(mapping_ + layout.rows_at + film * layout.film_bytes, layout.film_bytes);
    std::memcpy(mapping_ + Layout::sums_at + film * sizeof(Digest), sum.data(), sizeof sum);
  });
  const Digest header_sum = digest_of(mapping_, layout.header_bytes);
  std::memcpy(mapping_ + layout.header_bytes, header_sum.data(), sizeof header_sum);

  std::byte* mapping = map_file(file_.descriptor(), layout.file_bytes, private_mapping);
  if (mapping == nullptr) {
    return fail(ErrorCode::io, "cannot be mapped: " + system_reason(errno), file_.path().string());
  }
  FilmPack pack = pack_over(mapping, layout);
  CHESTLENS_CHECK(file_.commit(owner_alone));
  return pack;
}

}  // namespace chestlens
