#pragma once

#include <dcmtk/dcmdata/dcitem.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace chestlens::dicom {

/// A LUT of a header (PS3.3, C.11.1.1.1): values below its first take its first entry, values above
/// its last the last.
struct LookupTable {
  int first_value = 0;
  int bits = 16;
  std::vector<std::uint16_t> entries;

  std::uint16_t at(double value) const;
  int max_level() const { return (1 << bits) - 1; }
};

/// The LUT of an item's descriptor and data. Nothing where it has none that can be used.
std::optional<LookupTable> read_lookup_table(DcmItem& item, const DcmTagKey& descriptor,
                                             const DcmTagKey& entries, bool is_signed);

}  // namespace chestlens::dicom
