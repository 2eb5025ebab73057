#pragma once

#include <dcmtk/dcmdata/dcitem.h>

#include <optional>
#include <string>

namespace chestlens::dicom {

/// An element's text, or one of its values, without blanks and padding; empty where there is none.
std::string text_of(DcmItem& item, const DcmTagKey& tag);

/// A decimal or binary number of any type. Nothing where there is none, or where it is not finite.
std::optional<double> number_of(DcmItem& item, const DcmTagKey& tag, unsigned long position = 0);

/// A whole number; `is_signed` says how a value whose type the file leaves open (US or SS) is read.
std::optional<int> integer_of(DcmItem& item, const DcmTagKey& tag, bool is_signed = false,
                              unsigned long position = 0);

/// The first item of a sequence, or nullptr.
DcmItem* first_item(DcmItem& item, const DcmTagKey& sequence);

}  // namespace chestlens::dicom
