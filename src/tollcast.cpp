// The compiled bodies of tollcast::compiled: with the files beside it, every detail/*.ipp, once.
#ifndef TOLLCAST_COMPILED
#error "build this file with TOLLCAST_COMPILED defined, as the target tollcast::compiled does"
#endif

#include <tollcast/distribution/detail/continuous_mixture.ipp>
#include <tollcast/distribution/detail/empirical.ipp>
#include <tollcast/distribution/detail/empirical_values.ipp>
#include <tollcast/distribution/detail/log_normal.ipp>
#include <tollcast/distribution/detail/mixture.ipp>
#include <tollcast/distribution/detail/negative_binomial.ipp>
#include <tollcast/distribution/detail/normal.ipp>
#include <tollcast/distribution/detail/normal_mixture.ipp>
#include <tollcast/distribution/detail/poisson.ipp>
#include <tollcast/distribution/detail/pooled.ipp>
#include <tollcast/distribution/detail/rounded.ipp>
#include <tollcast/distribution/detail/student_t.ipp>
#include <tollcast/distribution/detail/tabulate.ipp>
#include <tollcast/distribution/detail/tabulated.ipp>
#include <tollcast/distribution/detail/widened.ipp>
#include <tollcast/numeric/detail/parallel.ipp>
#include <tollcast/numeric/detail/reference_laws.ipp>
#include <tollcast/projection/detail/chain_ladder.ipp>
#include <tollcast/projection/detail/concentration.ipp>
#include <tollcast/projection/detail/history_law.ipp>
#include <tollcast/projection/detail/history_level.ipp>
#include <tollcast/projection/detail/reconciliation.ipp>
#include <tollcast/projection/detail/region_shares.ipp>
#include <tollcast/projection/detail/regional_year_end.ipp>
#include <tollcast/projection/detail/run_rate.ipp>
#include <tollcast/projection/detail/share_trend.ipp>
#include <tollcast/projection/detail/within_year.ipp>
#include <tollcast/projection/detail/year_end.ipp>
#include <tollcast/projection/detail/year_path.ipp>
#include <tollcast/series/detail/regional_tally.ipp>
#include <tollcast/series/detail/yearly.ipp>
#include <tollcast/series/detail/yearly_values.ipp>
