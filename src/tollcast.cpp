// The compiled bodies of tollcast::compiled: every detail/*.ipp, once.
#ifndef TOLLCAST_COMPILED
#error "build this file with TOLLCAST_COMPILED defined, as the target tollcast::compiled does"
#endif

#include <tollcast/distribution/detail/empirical.ipp>
#include <tollcast/distribution/detail/mixture.ipp>
#include <tollcast/distribution/detail/negative_binomial.ipp>
#include <tollcast/distribution/detail/poisson.ipp>
#include <tollcast/distribution/detail/tabulate.ipp>
#include <tollcast/distribution/detail/tabulated.ipp>
#include <tollcast/evaluation/detail/crps.ipp>
#include <tollcast/numeric/detail/reference_laws.ipp>
#include <tollcast/projection/detail/chain_ladder.ipp>
#include <tollcast/projection/detail/history_level.ipp>
#include <tollcast/projection/detail/monthly_level.ipp>
#include <tollcast/projection/detail/run_rate.ipp>
#include <tollcast/projection/detail/within_year.ipp>
#include <tollcast/projection/detail/year_end.ipp>
#include <tollcast/projection/detail/year_path.ipp>
#include <tollcast/series/detail/yearly.ipp>
#include <tollcast/trend/detail/checks.ipp>
#include <tollcast/trend/detail/joinpoint.ipp>
#include <tollcast/trend/detail/joinpoint_forecast.ipp>
#include <tollcast/trend/detail/joinpoint_summary.ipp>
#include <tollcast/trend/detail/level_count_partitions.ipp>
#include <tollcast/trend/detail/level_shifts.ipp>
#include <tollcast/trend/detail/level_shifts_forecast.ipp>
#include <tollcast/trend/detail/level_shifts_summary.ipp>
#include <tollcast/trend/detail/local_level.ipp>
#include <tollcast/trend/detail/loglinear.ipp>
#include <tollcast/trend/detail/loglinear_forecast.ipp>
#include <tollcast/trend/detail/loglinear_summary.ipp>
#include <tollcast/trend/detail/structural_breaks.ipp>
