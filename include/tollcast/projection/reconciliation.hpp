#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tollcast/core/config.hpp>
#include <tollcast/distribution/any.hpp>
#include <tollcast/projection/region_shares.hpp>

namespace tollcast {

// How the laws of a total, p_T, and of its parts, p_k, become one joint law of counts that add up. With q the law of
// the sum of the parts:
//   pooled        the sum s has a law proportional to p_T(s)^w_T q(s)^w_q, a logarithmic pool (Genest and Zidek 1986,
//                 Stat. Sci. 1:114) with the exponents of two normal forecasts whose errors correlate by r (Winkler
//                 1981, Manage. Sci. 27:479), so that the narrower law counts for more: r = 0.7, and 0.5 for a year
//                 that is known in part. There q never counts for more than p_T, as a season that the parts share makes
//                 it too narrow. Of a year of which nothing is counted (of a regional tally, not in reconcile)
//                 four of ten draws of the whole total are of p_T and q themselves, in proportion to w, moved from
//                 their median where deaths are few. The parts are draws of their own laws, independent (their changes
//                 from year to year hardly correlate; as each log rate walks, so do the shares, on the logistic scale),
//                 moved in proportion from their sum to the draw of the same rank of s (what is beyond the count so far
//                 moves). The constants of a year known in part are chosen on 1998 to 2010, those of years ahead with
//                 all years of benchmarks/regions.cpp in view. Of a year of which one side knows a tenth more than the
//                 other, s has the law of that side.
//   conditioning  P(b) proportional to p_T(sum of b) prod p_k(b_k) (Corani, Azzimonti and Rubattu 2023, Int. J.
//                 Forecast. 40:457; Zambon, Azzimonti and Corani 2024, Stat. Comput. 34:21), by importance resampling
//                 of 8 proposals a draw
//   bottom_up     P(b) = prod p_k(b_k); of the total's own law only what is counted
//   top_down      P(b) = p_T(s) times the Dirichlet-multinomial share law; the parts' laws are not used
enum class reconciliation { pooled, conditioning, bottom_up, top_down };

std::string to_string(reconciliation method);

struct regional_options {
  reconciliation method = reconciliation::pooled;
  int draws = 4000;        // joint draws, 100 to 100 000
  std::uint64_t seed = 1;  // says everything about the draws
  int threads = 0;         // 0: one for each core; the result is the same for any number
};

// Draw i of the total is the sum of draw i of the parts.
struct reconciled {
  std::vector<std::int64_t> total;
  std::vector<std::vector<std::int64_t>> parts;
  double effective_draws;  // 1 / sum of squared weights of the resampling (Kish 1965), at most the draws
};

// The joint draws of one total and its parts, none of them below the smallest outcome of its law or above the largest.
// A part whose law is certain stays. Throws invalid_input for no parts, shares of another number, and draws out of
// range; cannot_answer when conditioning meets no draw of the parts whose sum is possible for the total.
reconciled reconcile(const any_distribution& total, std::span<const any_distribution> parts,
                     const region_share_law& shares, const regional_options& options = {});

}  // namespace tollcast

#ifndef TOLLCAST_COMPILED
#include <tollcast/projection/detail/reconciliation.ipp>
#endif
