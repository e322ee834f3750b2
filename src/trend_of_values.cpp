// The compiled bodies of the layer trend: the models of measured values.
#ifndef TOLLCAST_COMPILED
#error "build this file with TOLLCAST_COMPILED defined, as the target tollcast::compiled does"
#endif

#include <tollcast/trend/detail/arima.ipp>
#include <tollcast/trend/detail/arima_forecast.ipp>
#include <tollcast/trend/detail/automatic_arima.ipp>
#include <tollcast/trend/detail/constant_mean.ipp>
#include <tollcast/trend/detail/drift.ipp>
#include <tollcast/trend/detail/dynamic_theta.ipp>
#include <tollcast/trend/detail/exponential_smoothing.ipp>
#include <tollcast/trend/detail/exponential_smoothing_forecast.ipp>
#include <tollcast/trend/detail/local_global_trend.ipp>
#include <tollcast/trend/detail/naive.ipp>
#include <tollcast/trend/detail/smoothing_form.ipp>
#include <tollcast/trend/detail/stationarity.ipp>
#include <tollcast/trend/detail/theta.ipp>
#include <tollcast/trend/detail/value_models.ipp>
