#pragma once

// TOLLCAST_COMPILED is set by the CMake target tollcast::compiled (and its pkg-config file), by nobody else. It says
// that the bodies in detail/*.ipp come from the compiled library; without it they are inline in every file.
#ifdef TOLLCAST_COMPILED
#define TOLLCAST_INLINE
#else
#define TOLLCAST_INLINE inline
#endif
