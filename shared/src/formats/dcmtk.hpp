#pragma once

namespace chestlens::formats {

/// Registers DCMTK's decoders and silences its log, once for the process. A log could print what a
/// header holds.
void set_up_dcmtk();

}  // namespace chestlens::formats
