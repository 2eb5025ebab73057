#pragma once

#include <chestlens/dicom.hpp>

#include <dcmtk/dcmdata/dcdatset.h>

namespace chestlens::dicom {

DicomFacts facts_of(DcmDataset& data);

}  // namespace chestlens::dicom
