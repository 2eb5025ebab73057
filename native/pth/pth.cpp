#include "pth/pth.hpp"

#include "pth/layouts.hpp"

namespace chestlens {

PthLayout pth_layout(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("PK\x03\x04")) return PthLayout::zip;
  if (text.starts_with(legacy_magic)) return PthLayout::legacy;
  return PthLayout::none;
}

Result<PthFile> read_pth(std::span<const std::byte> bytes) {
  switch (pth_layout(bytes)) {
    case PthLayout::legacy:
      return read_legacy_pth(bytes);
    case PthLayout::zip:
      return read_zip_pth(bytes);
    case PthLayout::none:
      break;
  }
  return fail(ErrorCode::unsupported, "is no file of torch.save()");
}

}  // namespace chestlens
