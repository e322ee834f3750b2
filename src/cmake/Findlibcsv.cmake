# libcsv (https://github.com/rgamble/libcsv) ships neither a CMake nor a pkg-config file. Defines the target libcsv::libcsv.
# Installed beside tollcast-config.cmake, as a static tollcast::io has to find it again.
find_path(libcsv_INCLUDE_DIR csv.h)
find_library(libcsv_LIBRARY csv)
mark_as_advanced(libcsv_INCLUDE_DIR libcsv_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  libcsv
  REQUIRED_VARS libcsv_LIBRARY libcsv_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "Debian has it as libcsv-dev. Without it: -DTOLLCAST_BUILD_IO=OFF.")

if(libcsv_FOUND AND NOT TARGET libcsv::libcsv)
  add_library(libcsv::libcsv UNKNOWN IMPORTED)
  set_target_properties(
    libcsv::libcsv
    PROPERTIES IMPORTED_LOCATION "${libcsv_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${libcsv_INCLUDE_DIR}")
endif()
