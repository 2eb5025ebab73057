#include "element.hpp"
#include "open.hpp"

#include <chestlens/dicom.hpp>

#include <dcmtk/dcmdata/dctk.h>

namespace chestlens {
namespace {

/// The parts of a Referenced File ID, which a file system's separators may not be in (PS3.10, 8.2).
std::string path_of(DcmItem& record) {
  std::string path;
  for (unsigned long i = 0;; ++i) {
    OFString part;
    if (record.findAndGetOFString(DCM_ReferencedFileID, part, i).bad() || part.empty()) return path;
    while (!part.empty() && part[part.size() - 1] == ' ') part.erase(part.size() - 1);
    if (part.find('/') != OFString_npos || part == "." || part == "..") return {};
    if (!path.empty()) path += '/';
    path += part.c_str();
  }
}

}  // namespace

Result<std::vector<std::string>> dicomdir_images(std::span<const std::byte> bytes) {
  CHESTLENS_TRY(const auto opened, dicom::open(bytes));
  DcmDataset& data = *opened.file->getDataset();
  DcmSequenceOfItems* records = nullptr;
  if (data.findAndGetSequence(DCM_DirectoryRecordSequence, records).bad() || records == nullptr) {
    return fail(ErrorCode::not_an_image, "is no DICOMDIR: it lists no records");
  }
  std::vector<std::string> images;
  for (unsigned long i = 0; i < records->card(); ++i) {
    DcmItem& record = *records->getItem(i);
    if (dicom::text_of(record, DCM_DirectoryRecordType) != "IMAGE") continue;
    if (std::string path = path_of(record); !path.empty()) images.push_back(std::move(path));
  }
  return images;
}

}  // namespace chestlens
