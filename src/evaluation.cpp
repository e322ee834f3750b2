// The compiled bodies of the layer evaluation.
#ifndef TOLLCAST_COMPILED
#error "build this file with TOLLCAST_COMPILED defined, as the target tollcast::compiled does"
#endif

#include <tollcast/evaluation/detail/backtest.ipp>
#include <tollcast/evaluation/detail/brier_score.ipp>
#include <tollcast/evaluation/detail/calibration.ipp>
#include <tollcast/evaluation/detail/count_scores.ipp>
#include <tollcast/evaluation/detail/coverage.ipp>
#include <tollcast/evaluation/detail/crps.ipp>
#include <tollcast/evaluation/detail/crps_of_values.ipp>
#include <tollcast/evaluation/detail/diebold_mariano.ipp>
#include <tollcast/evaluation/detail/log_score.ipp>
#include <tollcast/evaluation/detail/panel_table.ipp>
#include <tollcast/evaluation/detail/pit.ipp>
#include <tollcast/evaluation/detail/point.ipp>
#include <tollcast/evaluation/detail/relative_skill.ipp>
#include <tollcast/evaluation/detail/reliability.ipp>
#include <tollcast/evaluation/detail/score_table.ipp>
#include <tollcast/evaluation/detail/sharpness.ipp>
#include <tollcast/evaluation/detail/skill.ipp>
#include <tollcast/evaluation/detail/stacking.ipp>
#include <tollcast/evaluation/detail/threshold_weighted_crps.ipp>
#include <tollcast/evaluation/detail/track_record.ipp>
