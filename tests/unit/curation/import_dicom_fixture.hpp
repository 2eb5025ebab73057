#pragma once

#include "curation/import_fixture.hpp"
#include "dicom/dicom_writer.hpp"

#include <functional>
#include <string>
#include <utility>

namespace chestlens::test {

/// A folder with DICOM films.
class ImportDicomTest : public ImportTest {
 protected:
  /// A film whose header says more.
  void dicom(const std::string& path, std::function<void(DcmDataset&)> more = {}) {
    chestlens::testing::DicomOptions options{.width_pixels = 24, .height_pixels = 20};
    options.more = std::move(more);
    must(write_file_atomic(folder_ / path, chestlens::testing::write_dicom(options)));
  }
};

}  // namespace chestlens::test
