#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <tollcast/report/regional_answer.hpp>

namespace tollcast {

year_end total_of(const year_end& alone, const regional_outlook& outlook) {
  std::vector<std::int64_t> knots;
  std::vector<double> log_pmf;
  const std::vector<std::int64_t>& draws = outlook.total.draws();
  for (std::size_t from = 0; from < draws.size();) {
    std::size_t to = from;
    while (to < draws.size() && draws[to] == draws[from]) ++to;
    if (!knots.empty() && knots.back() < draws[from] - 1) {
      knots.push_back(knots.back() + 1);
      log_pmf.push_back(-std::numeric_limits<double>::infinity());
    }
    knots.push_back(draws[from]);
    log_pmf.push_back(std::log(static_cast<double>(to - from)));
    from = to;
  }
  year_end together = alone;
  together.observed = outlook.observed;
  if (outlook.complete) together.known_share = 1;
  together.total = tabulated::from_log_pmf(std::move(knots), std::move(log_pmf));
  return together;
}

}  // namespace tollcast
