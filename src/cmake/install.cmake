# The installed package: headers, libraries, program, and how CMake and pkg-config find them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

target_include_directories(tollcast INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(DIRECTORY include/tollcast TYPE INCLUDE)
install(FILES LICENSE TYPE DOC)
install(TARGETS tollcast tollcast_compiled EXPORT tollcast-targets)
if(TOLLCAST_BUILD_IO)
  install(TARGETS tollcast_io EXPORT tollcast-targets)
endif()
if(TOLLCAST_BUILD_PROGRAM)
  install(TARGETS tollcast_program)
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tollcast)
install(EXPORT tollcast-targets NAMESPACE tollcast:: DESTINATION ${package_dir})
configure_file(src/cmake/tollcast-config.cmake.in tollcast-config.cmake @ONLY)
write_basic_package_version_file(tollcast-config-version.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${CMAKE_CURRENT_BINARY_DIR}/tollcast-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/tollcast-config-version.cmake
        src/cmake/Findlibcsv.cmake
  DESTINATION ${package_dir})

# The prefix is found from where the .pc file lies, so that the installed tree can be moved.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix_from_pc "/${pkgconfig_dir}" "/")
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
set(pkgconfig_names tollcast tollcast-compiled)
if(TOLLCAST_BUILD_IO)
  list(APPEND pkgconfig_names tollcast-io)
endif()
foreach(name IN LISTS pkgconfig_names)
  configure_file(src/cmake/${name}.pc.in ${name}.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${name}.pc DESTINATION ${pkgconfig_dir})
endforeach()
