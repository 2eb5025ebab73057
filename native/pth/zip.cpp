#include "pth/build.hpp"
#include "pth/layouts.hpp"
#include "pth/pickle.hpp"
#include "pth/state_dict.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t max_pickle_bytes = 64 << 20;
constexpr std::size_t max_times_larger = 16;  // weights shrink by a tenth or two
constexpr std::size_t max_unpacked_bytes = std::size_t{1} << 34U;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// An archive in memory, its entries by name, with the slashes of Windows turned, and how many
/// bytes may yet be read of it: entries that overlap, or that are compressed zeros, would otherwise
/// add up to any size.
struct Archive {
  std::unique_ptr<zip_t, Discard> zip;
  std::map<std::string, zip_uint64_t, std::less<>> entries;
  std::size_t bytes_left = 0;
};

std::map<std::string, zip_uint64_t, std::less<>> entries_of(zip_t* zip) {
  std::map<std::string, zip_uint64_t, std::less<>> entries;
  const zip_int64_t count = zip_get_num_entries(zip, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* text = zip_get_name(zip, index, ZIP_FL_ENC_RAW);
    std::string name = text == nullptr ? "" : text;
    std::ranges::replace(name, '\\', '/');
    entries.emplace(std::move(name), index);
  }
  return entries;
}

Result<Archive> open_archive(std::span<const std::byte> bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (zip != nullptr) {
    const std::size_t budget = std::min(max_times_larger * bytes.size(), max_unpacked_bytes);
    return Archive{std::unique_ptr<zip_t, Discard>(zip), entries_of(zip), budget};
  }
  if (source != nullptr) zip_source_free(source);
  return fail(ErrorCode::corrupt, "is a damaged zip archive: " + why);
}

/// torch.save() stores its entries, other programs compress them. Reads to the end, where libzip
/// checks the CRC.
Result<std::vector<std::byte>> read_entry(Archive& archive, const std::string& name) {
  zip_stat_t stat;
  const auto entry = archive.entries.find(name);
  if (entry == archive.entries.end() ||
      zip_stat_index(archive.zip.get(), entry->second, 0, &stat) != 0 ||
      (stat.valid & ZIP_STAT_SIZE) == 0) {
    return fail(ErrorCode::corrupt, "has no entry " + ascii_text(name));
  }
  if (stat.size > archive.bytes_left) {
    return fail(ErrorCode::too_large, fmt::format("entry {} unpacks to more than {} times the file",
                                                  ascii_text(name), max_times_larger));
  }
  archive.bytes_left -= stat.size;
  std::vector<std::byte> bytes(stat.size);
  zip_file_t* file = zip_fopen_index(archive.zip.get(), stat.index, 0);
  if (file == nullptr) {
    return fail(ErrorCode::corrupt, "entry " + ascii_text(name) +
                                        " cannot be opened: " + zip_strerror(archive.zip.get()));
  }
  const zip_int64_t got = zip_fread(file, bytes.data(), bytes.size());
  std::byte beyond;
  const bool whole =
      got == static_cast<zip_int64_t>(bytes.size()) && zip_fread(file, &beyond, 1) == 0;
  zip_fclose(file);
  if (!whole) return fail(ErrorCode::corrupt, "entry " + ascii_text(name) + " is damaged");
  return bytes;
}

/// "archive/" of "archive/data.pkl".
std::optional<std::string> folder_of_pickle(const Archive& archive) {
  constexpr std::string_view pickle_name = "data.pkl";
  for (const auto& [name, index] : archive.entries) {
    if (!name.ends_with(pickle_name)) continue;
    const std::string folder = name.substr(0, name.size() - pickle_name.size());
    if (folder.empty() || folder.ends_with('/')) return folder;
  }
  return std::nullopt;
}

/// What a zip archive is that torch.save() did not write.
Error no_pickle(const Archive& archive) {
  for (const auto& [name, index] : archive.entries) {
    for (const std::string_view ending : {".pth", ".pt", ".ckpt", ".safetensors", ".tar"}) {
      if (!name.ends_with(ending)) continue;
      return {ErrorCode::unsupported,
              "is a zip archive around " + ascii_text(name) + "; unpack it"};
    }
  }
  return {ErrorCode::unsupported, "is a zip archive, but not of torch.save()"};
}

/// Newer versions of torch.save() write the byte order down; before, it was the machine's.
Status check_byte_order(Archive& archive, const std::string& folder) {
  const std::string name = folder + "byteorder";
  if (!archive.entries.contains(name)) return {};
  CHESTLENS_TRY(const auto order, read_entry(archive, name));
  const std::string_view text(reinterpret_cast<const char*>(order.data()), order.size());
  if (text.starts_with("little")) return {};
  return fail(ErrorCode::unsupported, "its numbers are not little-endian");
}

Result<Storage> read_storage(Archive& archive, const std::string& folder,
                             const StorageReference& reference) {
  CHESTLENS_TRY(auto bytes, read_entry(archive, folder + "data/" + reference.key));
  const std::size_t wanted =
      static_cast<std::size_t>(reference.elements) * element_bytes(reference.type);
  if (bytes.size() < wanted) {
    return fail(ErrorCode::corrupt, fmt::format("storage {} has {} bytes, not {}",
                                                ascii_text(reference.key), bytes.size(), wanted));
  }
  return Storage{reference.type, std::move(bytes)};
}

}  // namespace

Result<PthFile> read_zip_pth(std::span<const std::byte> bytes) {
  CHESTLENS_TRY(auto archive, open_archive(bytes));
  const auto folder = folder_of_pickle(archive);
  if (!folder) return tl::unexpected(no_pickle(archive));
  if (archive.entries.contains(*folder + "constants.pkl")) {
    return fail(ErrorCode::unsupported,
                "is TorchScript, a program; save the module's state_dict() with torch.save()");
  }
  CHESTLENS_CHECK(check_byte_order(archive, *folder));
  CHESTLENS_TRY(const auto pickle_bytes, read_entry(archive, *folder + "data.pkl"));
  if (pickle_bytes.size() > max_pickle_bytes) {
    return fail(ErrorCode::too_large, "its pickle is too long for a state dict");
  }
  CHESTLENS_TRY(const auto pickle, read_pickle(pickle_bytes));
  CHESTLENS_TRY(auto dicts, find_state_dicts(pickle));

  std::vector<Storage> storages;
  for (const StorageReference& reference : pickle.storages) {
    storages.push_back({reference.type, {}});
  }
  for (const StateDict& state : dicts) {
    for (const auto& [name, tensor] : state.tensors) {
      Storage& storage = storages[tensor.storage];
      if (!storage.bytes.empty()) continue;
      CHESTLENS_TRY(auto read, read_storage(archive, *folder, pickle.storages[tensor.storage]));
      storage = std::move(read);
    }
  }
  return PthFile{std::move(dicts), std::move(storages)};
}

}  // namespace chestlens
