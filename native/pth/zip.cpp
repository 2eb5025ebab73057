#include "pth/build.hpp"
#include "pth/layouts.hpp"
#include "pth/pickle.hpp"
#include "pth/state_dict.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <memory>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t max_pickle_bytes = 64 << 20;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// An archive in memory, and how many bytes may yet be read of it: entries that overlap would
/// otherwise add up to more than the file.
struct Archive {
  std::unique_ptr<zip_t, Discard> zip;
  std::size_t bytes_left = 0;
};

Result<Archive> open_archive(std::span<const std::byte> bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (zip != nullptr) return Archive{std::unique_ptr<zip_t, Discard>(zip), bytes.size()};
  if (source != nullptr) zip_source_free(source);
  return fail(ErrorCode::corrupt, "is a damaged zip archive: " + why);
}

/// torch.save() stores its entries uncompressed. Reads to the end, where libzip checks the CRC.
Result<std::vector<std::byte>> read_entry(Archive& archive, const std::string& name) {
  zip_stat_t stat;
  constexpr zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD;
  if (zip_stat(archive.zip.get(), name.c_str(), 0, &stat) != 0 || (stat.valid & wanted) != wanted) {
    return fail(ErrorCode::corrupt, "has no entry " + ascii_text(name));
  }
  if (stat.comp_method != ZIP_CM_STORE) {
    return fail(ErrorCode::unsupported, "entry " + ascii_text(name) + " is compressed");
  }
  if (stat.size > archive.bytes_left) {
    return fail(ErrorCode::corrupt, "entry " + ascii_text(name) + " is larger than the file");
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
std::optional<std::string> folder_of_pickle(zip_t* zip) {
  constexpr std::string_view pickle_name = "data.pkl";
  const zip_int64_t entries = zip_get_num_entries(zip, 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    const char* text = zip_get_name(zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    const std::string_view name = text == nullptr ? "" : text;
    if (!name.ends_with(pickle_name)) continue;
    const auto folder = name.substr(0, name.size() - pickle_name.size());
    if (folder.empty() || folder.ends_with('/')) return std::string(folder);
  }
  return std::nullopt;
}

/// Newer versions of torch.save() write the byte order down; before, it was the machine's.
Status check_byte_order(Archive& archive, const std::string& folder) {
  const std::string name = folder + "byteorder";
  if (zip_name_locate(archive.zip.get(), name.c_str(), 0) < 0) return {};
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
  const auto folder = folder_of_pickle(archive.zip.get());
  if (!folder) return fail(ErrorCode::unsupported, "is a zip archive, but not of torch.save()");
  CHESTLENS_CHECK(check_byte_order(archive, *folder));
  CHESTLENS_TRY(const auto pickle_bytes, read_entry(archive, *folder + "data.pkl"));
  if (pickle_bytes.size() > max_pickle_bytes) {
    return fail(ErrorCode::too_large, "its pickle is too long for a state dict");
  }
  CHESTLENS_TRY(const auto pickle, read_pickle(pickle_bytes));
  CHESTLENS_TRY(auto tensors, find_state_dict(pickle));

  std::vector<Storage> storages;
  for (const StorageReference& reference : pickle.storages) {
    storages.push_back({reference.type, {}});
  }
  for (const auto& [name, tensor] : tensors) {
    Storage& storage = storages[tensor.storage];
    if (!storage.bytes.empty()) continue;
    CHESTLENS_TRY(auto read, read_storage(archive, *folder, pickle.storages[tensor.storage]));
    storage = std::move(read);
  }
  return PthFile{std::move(tensors), std::move(storages)};
}

}  // namespace chestlens
