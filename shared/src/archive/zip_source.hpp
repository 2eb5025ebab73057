#pragma once

#include <chestlens/archive.hpp>

#include <zip.h>

namespace chestlens::archive {

/// A source as libzip reads it, or nullptr with `error` set. Whoever opens it owns it.
zip_source_t* zip_source_of(ArchiveSource source, zip_error_t& error);

}  // namespace chestlens::archive
