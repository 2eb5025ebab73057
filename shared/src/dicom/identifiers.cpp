#include "element.hpp"
#include "open.hpp"

#include <chestlens/dicom.hpp>

#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chestlens {
namespace {

using Tags = std::vector<std::string>;

/// What PS3.15, table E.1-1 removes besides whole types of values: places, devices, numbers, free
/// text.
const std::array listed{
    DCM_AccessionNumber,
    DCM_InstitutionName,
    DCM_InstitutionAddress,
    DCM_InstitutionalDepartmentName,
    DCM_StationName,
    DCM_StudyID,
    DCM_StudyDescription,
    DCM_SeriesDescription,
    DCM_ProtocolName,
    DCM_DeviceSerialNumber,
    DCM_DetectorID,
    DCM_PlateID,
    DCM_CassetteID,
    DCM_ImageComments,
    DCM_DerivationDescription,
    DCM_AdmissionID,
    DCM_AdmittingDiagnosesDescription,
    DCM_RequestingService,
    DCM_RequestedProcedureDescription,
    DCM_RequestedProcedureID,
    DCM_PerformedProcedureStepID,
    DCM_PerformedProcedureStepDescription,
    DCM_ScheduledProcedureStepID,
    DCM_PerformedStationName,
    DCM_PerformedLocation,
    DCM_RequestAttributesSequence,
    DCM_PersonAddress,
    DCM_PersonTelephoneNumbers,
    DCM_RETIRED_AcquisitionComments,
    DCM_ContributionDateTime,
};

/// UIDs that name a class of things, not one of them.
bool is_class_uid(const DcmTagKey& tag) {
  const std::array classes{
      DCM_SOPClassUID,       DCM_ReferencedSOPClassUID,  DCM_MediaStorageSOPClassUID,
      DCM_TransferSyntaxUID, DCM_ImplementationClassUID, DCM_ContextUID,
      DCM_MappingResourceUID};
  return std::ranges::find(classes, tag) != classes.end();
}

bool is_identifying(DcmElement& element) {
  const DcmTagKey tag = element.getTag().getXTag();
  if (tag.getGroup() % 2 == 1) return true;               // private: anything may be in it
  if (tag.getGroup() == 0x0010) return true;              // the patient
  if ((tag.getGroup() & 0xff00U) == 0x5000) return true;  // curves, once used for comments
  switch (element.getVR()) {
    case EVR_PN:
    case EVR_DA:
    case EVR_TM:
    case EVR_DT:
      return true;
    case EVR_UI:
      return !is_class_uid(tag);
    default:
      return std::ranges::find(listed, tag) != listed.end();
  }
}

std::string name_of(DcmElement& element) {
  DcmTag tag = element.getTag();
  const std::string number = fmt::format("({:04x},{:04x})", tag.getGroup(), tag.getElement());
  if (tag.getGroup() % 2 == 1) return number + " private";
  return number + " " + tag.getTagName();
}

void add_identifying(DcmItem& item, Tags& tags) {
  for (unsigned long i = 0; i < item.card(); ++i) {
    DcmElement& element = *item.getElement(i);
    const bool is_sequence = element.getVR() == EVR_SQ;
    const bool is_empty = element.getLength() == 0;
    if (!is_empty && is_identifying(element)) tags.push_back(name_of(element));
    if (!is_sequence) continue;
    auto& sequence = static_cast<DcmSequenceOfItems&>(element);
    for (unsigned long k = 0; k < sequence.card(); ++k) {
      add_identifying(*sequence.getItem(k), tags);
    }
  }
}

}  // namespace

Result<Tags> identifying_elements(std::span<const std::byte> bytes) {
  CHESTLENS_TRY(const auto opened, dicom::open(bytes));
  Tags tags;
  add_identifying(*opened.file->getMetaInfo(), tags);
  add_identifying(*opened.file->getDataset(), tags);
  std::ranges::sort(tags);
  tags.erase(std::ranges::unique(tags).begin(), tags.end());
  return tags;
}

Result<std::string> read_patient_id(std::span<const std::byte> bytes) {
  CHESTLENS_TRY(const auto opened, dicom::open(bytes));
  return dicom::text_of(*opened.file->getDataset(), DCM_PatientID);
}

}  // namespace chestlens
