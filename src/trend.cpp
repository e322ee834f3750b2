// The compiled bodies of the layer trend; those of the others are in tollcast.cpp.
#ifndef TOLLCAST_COMPILED
#error "build this file with TOLLCAST_COMPILED defined, as the target tollcast::compiled does"
#endif

#include <tollcast/trend/detail/arima.ipp>
#include <tollcast/trend/detail/arima_forecast.ipp>
#include <tollcast/trend/detail/automatic_arima.ipp>
#include <tollcast/trend/detail/checks.ipp>
#include <tollcast/trend/detail/constant_mean.ipp>
#include <tollcast/trend/detail/count_models.ipp>
#include <tollcast/trend/detail/drift.ipp>
#include <tollcast/trend/detail/dynamic_theta.ipp>
#include <tollcast/trend/detail/exponential_smoothing.ipp>
#include <tollcast/trend/detail/exponential_smoothing_forecast.ipp>
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
#include <tollcast/trend/detail/naive.ipp>
#include <tollcast/trend/detail/smoothing_form.ipp>
#include <tollcast/trend/detail/stationarity.ipp>
#include <tollcast/trend/detail/structural_breaks.ipp>
#include <tollcast/trend/detail/theta.ipp>
#include <tollcast/trend/detail/value_models.ipp>
