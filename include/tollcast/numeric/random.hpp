#pragma once

#include <boost/random/mersenne_twister.hpp>

namespace tollcast {

// The engine of every draw: the 64-bit Mersenne Twister (Matsumoto and Nishimura 1998), which gives the same numbers
// with every compiler. A seed says everything about a run.
using random_engine = boost::random::mt19937_64;

}  // namespace tollcast
