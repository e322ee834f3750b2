#pragma once

namespace tollcast {

// Whether a forecast's laws carry the uncertainty of the estimated parameters or take them as known.
enum class parameter_uncertainty { included, ignored };

}  // namespace tollcast
