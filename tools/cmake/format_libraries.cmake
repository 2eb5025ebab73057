# chestlens::format_libraries: the parts of DCMTK that read a film, OpenJPEG, and libwebp. Found by name: one
# way for a machine's shared libraries, for the prefix's archives and for WebAssembly's.
find_path(CHESTLENS_DCMTK_INCLUDE_DIR dcmtk/dcmdata/dctk.h REQUIRED)
find_path(CHESTLENS_OPENJPEG_INCLUDE_DIR openjpeg.h
  PATH_SUFFIXES openjpeg-2.5 openjpeg-2.4 openjpeg-2.3 REQUIRED)
find_path(CHESTLENS_WEBP_INCLUDE_DIR webp/demux.h REQUIRED)
add_library(chestlens_format_libraries INTERFACE)
add_library(chestlens::format_libraries ALIAS chestlens_format_libraries)
target_include_directories(chestlens_format_libraries SYSTEM INTERFACE
  ${CHESTLENS_DCMTK_INCLUDE_DIR} ${CHESTLENS_OPENJPEG_INCLUDE_DIR} ${CHESTLENS_WEBP_INCLUDE_DIR})
foreach(name dcmjpls dcmtkcharls dcmjpeg ijg8 ijg12 ijg16 dcmdata oflog ofstd openjp2 webpdemux webp)
  find_library(CHESTLENS_LIBRARY_${name} ${name} REQUIRED)
  target_link_libraries(chestlens_format_libraries INTERFACE ${CHESTLENS_LIBRARY_${name}})
endforeach()
find_package(ZLIB REQUIRED)
target_link_libraries(chestlens_format_libraries INTERFACE ZLIB::ZLIB)
