# The prefix's libraries, under the names that CMake's modules and the packages' own files give
# them. Every file NAMEConfig.cmake of the prefix includes this one.
get_filename_component(CHESTLENS_PREFIX_INCLUDE "${CMAKE_CURRENT_LIST_DIR}/../../include" ABSOLUTE)
if(TARGET ZLIB::ZLIB)
  return()
endif()
find_package(Threads REQUIRED)

# Archives' symbols stay inside what links them: a LibTorch may load shared copies of the same
# libraries, of other versions.
function(chestlens_archive target file include)
  get_filename_component(lib "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/.." ABSOLUTE)
  add_library(${target} STATIC IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION "${lib}/${file}"
    INTERFACE_INCLUDE_DIRECTORIES "${include}"
    INTERFACE_LINK_LIBRARIES "${ARGN}"
    INTERFACE_LINK_OPTIONS "LINKER:--exclude-libs,${file}")
endfunction()
function(chestlens_headers target include)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${include}")
endfunction()

set(include "${CHESTLENS_PREFIX_INCLUDE}")
chestlens_archive(ZLIB::ZLIB libz.a "${include}")
chestlens_archive(PNG::PNG libpng16.a "${include}" ZLIB::ZLIB m)
chestlens_archive(JPEG::JPEG libjpeg.a "${include}")
chestlens_archive(chestlens_zstd libzstd.a "${include}")
chestlens_archive(TIFF::TIFF libtiff.a "${include}" JPEG::JPEG chestlens_zstd ZLIB::ZLIB m)
chestlens_archive(opencv_core libopencv_core.a "${include}/opencv4"
                  ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS})
chestlens_archive(opencv_imgproc libopencv_imgproc.a "${include}/opencv4" opencv_core)
chestlens_archive(fmt::fmt libfmt.a "${include}")
chestlens_archive(OpenSSL::Crypto libcrypto.a "${include}" Threads::Threads ${CMAKE_DL_LIBS})
chestlens_archive(OpenSSL::SSL libssl.a "${include}" OpenSSL::Crypto)
chestlens_archive(CURL::libcurl libcurl.a "${include}" OpenSSL::SSL Threads::Threads)
set_property(TARGET CURL::libcurl PROPERTY INTERFACE_COMPILE_DEFINITIONS CURL_STATICLIB)
chestlens_archive(libzip::zip libzip.a "${include}" ZLIB::ZLIB)
chestlens_archive(protobuf::libprotobuf libprotobuf.a "${include}" ZLIB::ZLIB Threads::Threads)
add_executable(protobuf::protoc IMPORTED GLOBAL)  # Debian's LibTorch asks for the target alone
chestlens_archive(onnx_proto libonnx_proto.a "${include}" protobuf::libprotobuf)
chestlens_archive(onnx libonnx.a "${include}" onnx_proto)
set_property(TARGET onnx_proto PROPERTY INTERFACE_COMPILE_DEFINITIONS ONNX_NAMESPACE=onnx ONNX_ML=1)
chestlens_archive(GTest::gtest libgtest.a "${include}" Threads::Threads)
chestlens_archive(GTest::gtest_main libgtest_main.a "${include}" GTest::gtest)
chestlens_archive(GTest::gmock libgmock.a "${include}" GTest::gtest)
chestlens_archive(GTest::gmock_main libgmock_main.a "${include}" GTest::gmock)
chestlens_headers(CLI11::CLI11 "${include}")
chestlens_headers(nlohmann_json::nlohmann_json "${include}")
chestlens_headers(tomlplusplus::tomlplusplus "${include}")
set_property(TARGET tomlplusplus::tomlplusplus PROPERTY
             INTERFACE_COMPILE_DEFINITIONS TOML_HEADER_ONLY=1)
