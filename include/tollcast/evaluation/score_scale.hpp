#pragma once

namespace tollcast {

// On which scale a score measures distance: that of the counts, or log(1 + count), where small and large counts weigh
// alike (Bosse et al. 2023, PLoS Comput. Biol. 19:e1011393).
enum class score_scale { natural, logarithmic };

}  // namespace tollcast
