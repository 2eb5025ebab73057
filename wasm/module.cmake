# chestlens_module(target file...): an ES module for the page, chestlens_x.mjs and .wasm. It runs
# one thread, needs no 'unsafe-eval' of the page's policy, and has no file system.
function(chestlens_module target)
  add_executable(${target} ${ARGN})
  target_include_directories(${target} PRIVATE ${CHESTLENS_WASM_SOURCES})
  target_link_libraries(${target} PRIVATE chestlens::settings chestlens::shared embind)
  target_link_options(${target} PRIVATE
    -sMODULARIZE=1 -sEXPORT_ES6=1 -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0
    -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB)
  set_target_properties(${target} PROPERTIES
    SUFFIX .mjs
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/site")
endfunction()
