// The compiled bodies of the layer trend: the models of counts.
#ifndef TOLLCAST_COMPILED
#error "build this file with TOLLCAST_COMPILED defined, as the target tollcast::compiled does"
#endif

#include <tollcast/trend/detail/checks.ipp>
#include <tollcast/trend/detail/combination.ipp>
#include <tollcast/trend/detail/count_models.ipp>
#include <tollcast/trend/detail/forecast_each.ipp>
#include <tollcast/trend/detail/ingarch.ipp>
#include <tollcast/trend/detail/ingarch_forecast.ipp>
#include <tollcast/trend/detail/joinpoint.ipp>
#include <tollcast/trend/detail/joinpoint_forecast.ipp>
#include <tollcast/trend/detail/joinpoint_summary.ipp>
#include <tollcast/trend/detail/level_count_partitions.ipp>
#include <tollcast/trend/detail/level_filter.ipp>
#include <tollcast/trend/detail/level_fit.ipp>
#include <tollcast/trend/detail/level_shifts.ipp>
#include <tollcast/trend/detail/level_shifts_forecast.ipp>
#include <tollcast/trend/detail/level_shifts_summary.ipp>
#include <tollcast/trend/detail/local_level.ipp>
#include <tollcast/trend/detail/loglinear.ipp>
#include <tollcast/trend/detail/loglinear_forecast.ipp>
#include <tollcast/trend/detail/loglinear_summary.ipp>
#include <tollcast/trend/detail/monthly_level.ipp>
#include <tollcast/trend/detail/structural_breaks.ipp>
