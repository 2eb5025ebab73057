# chestlens::zip: libzip, found by name, since its own CMake package asks for its command line tools, which
# Debian packages apart.
find_path(CHESTLENS_ZIP_INCLUDE_DIR zip.h REQUIRED)
find_library(CHESTLENS_ZIP_LIBRARY zip REQUIRED)
find_package(ZLIB REQUIRED)
add_library(chestlens_zip INTERFACE)
add_library(chestlens::zip ALIAS chestlens_zip)
target_include_directories(chestlens_zip SYSTEM INTERFACE ${CHESTLENS_ZIP_INCLUDE_DIR})
target_link_libraries(chestlens_zip INTERFACE ${CHESTLENS_ZIP_LIBRARY} ZLIB::ZLIB)
