#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <tollcast/core/config.hpp>

namespace tollcast {

// The figures of one year: of a total and of its parts, in the order of the parts; none where it is not known.
struct counts_of_year {
  std::optional<std::int64_t> total;
  std::vector<std::optional<std::int64_t>> parts;
};

// How a total divides among its parts in a year to come: Dirichlet-multinomial, so that given the total n
//   P(b) = n! Gamma(kappa) / Gamma(n + kappa) prod Gamma(b_k + kappa m_k) / (b_k! Gamma(kappa m_k))
// (Mosimann 1962, Biometrika 49:65).
struct region_share_law {
  std::vector<double> shares;  // m, positive, their sum 1
  double concentration;        // kappa
  double forgetting;           // weight of a year relative to the one after it
};

// Learns the law from the years up to the last one given, for the year `ahead` years after it. The expected shares
// move:
//   m = (0.3 / K + sum w_t b_t / n_t) / (0.3 + sum w_t),   w_t = lambda^age n_t / (n_t + 5),
// with lambda, the forgetting (a power discount, West and Harrison 1997, section 6.3), 0.4, 0.6, 0.8 or 0.95 and kappa
// on a grid from 0.5 to 256 the pair of the largest posterior: each year's counts are forecast so many years ahead from
// those before it (prequential, Dawid 1984), and log kappa is normal about log 8 with standard deviation 1.5. Throws
// invalid_input for a year with another number of parts and for ahead < 1.
region_share_law learn_region_shares(std::span<const counts_of_year> past, std::size_t parts, int ahead = 1);

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/region_shares.ipp>
#endif
