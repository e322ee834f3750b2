#pragma once

#include <cstddef>

#include <tollcast/core/error.hpp>
#include <tollcast/projection/detail/family_draws.hpp>
#include <tollcast/projection/reconciliation.hpp>

namespace tollcast {

TOLLCAST_INLINE std::string to_string(reconciliation method) {
  switch (method) {
    case reconciliation::conditioning:
      return "conditioning";
    case reconciliation::bottom_up:
      return "bottom_up";
    case reconciliation::top_down:
      return "top_down";
    case reconciliation::pooled:
      break;
  }
  return "pooled";
}

TOLLCAST_INLINE reconciled reconcile(const any_distribution& total, std::span<const any_distribution> parts,
                                     const region_share_law& shares, const regional_options& options) {
  detail::check_draws("reconcile", options.draws);
  if (parts.empty() || shares.shares.size() != parts.size()) {
    throw invalid_input("reconcile: " + std::to_string(parts.size()) + " parts and the shares of " +
                        std::to_string(shares.shares.size()) + " were given; one part or more, and as many shares, " +
                        "are needed");
  }
  const auto n = static_cast<std::size_t>(options.draws);
  std::vector<detail::draw_column> columns;
  detail::family given{.law = &total, .total = detail::even_draws(total, n), .alpha = detail::alpha_of(shares)};
  for (const any_distribution& part : parts) {
    columns.push_back(detail::even_draws(part, n));
    given.limits.push_back(detail::limits_of(part));
  }
  for (const detail::draw_column& column : columns) given.parts.push_back(&column);
  random_engine engine(options.seed);
  detail::family_draws made = detail::draw_family(given, options.method, engine);
  return {std::move(made.total), std::move(made.parts), std::min(made.effective, static_cast<double>(n))};
}

}  // namespace tollcast
