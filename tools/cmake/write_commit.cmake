# Writes the commit of SOURCE_DIR into the header FILE, and leaves the file alone where it says so
# already: cmake -DSOURCE_DIR=... -DFILE=... -P write_commit.cmake
cmake_minimum_required(VERSION 3.25)  # the policies of the project: a script has none of its own
get_filename_component(ceiling "${SOURCE_DIR}" DIRECTORY)
set(ENV{GIT_CEILING_DIRECTORIES} "${ceiling}")  # a checkout around an unpacked archive is not ours
execute_process(
  COMMAND git --no-optional-locks describe --always --dirty --abbrev=12 --exclude=*
  WORKING_DIRECTORY "${SOURCE_DIR}"
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT "${FILE}" CONTENT "#define CHESTLENS_COMMIT \"@commit@\"\n" @ONLY)
