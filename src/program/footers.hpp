#pragma once

// What --help says below the options.
namespace tollcast::program {

inline constexpr auto main_footer = R"(
Examples:
  tollcast project                                  2025 in Pakistan as known at the end of September
  tollcast project fatalities.csv --as-of 2025-06-30
  tollcast project - --series police --format json < fatalities.csv
  tollcast trend                                    since when it rises or falls, how steeply, how surely
  tollcast trend fatalities.csv --max-joinpoints 1
  tollcast forecast fatalities.csv --horizon 3      the years to come
  tollcast backtest fatalities.csv --as-of 09-30    how good such projections were
  tollcast regions                                  which provinces, how concentrated, and whether that is new
  tollcast datasets

Exit: 0 done; 1 the data cannot answer the question; 2 wrong usage or unreadable input.)";

inline constexpr auto file_footer = R"(
FILE is CSV with a header row and the columns series (optional when there is one), period (2024, 2024-H1, 2024-Q3,
2024-09, 2024-09-17, or A/B from one to another) and count (685, >500, <=800, 640..655, ~800, NA). - reads standard
input; @DATASET is one of `tollcast datasets`. )";

inline constexpr auto project_footer = R"(Without FILE: crss_all_fatalities, crss_security_personnel and
picss_security_forces as they were known on 2025-09-30.

The projection is an exact law, not a simulation: --seed changes nothing here. --track-record projects the earlier years
from the same day of the year, by the same model, and says how near that came; against run_rate.

CSV columns: series, year, as_of, observed, known_share, model, mean, sd, median, mode, lower_80, upper_80, lower_95,
upper_95 (or what --level says), last_total, prob_exceeds_last, and prob_exceeds_N for every --exceed N.
)";

inline constexpr auto trend_footer = R"(Without FILE: crss_all_fatalities, crss_security_personnel,
picss_security_forces and ucdp_pakistan.

Models: loglinear (one steady yearly change, or a polynomial of --degree on the log scale), joinpoint (steady changes
that meet at joints), level_shifts (levels with sudden steps between them), local_level (a level that drifts and now and
then jumps), local_trend (the same with a slope). A joint stands on a year with a figure; at least --min-end such years
lie before the first joint and after the last, at least --min-between between two, the joints not counted. Changes are
percent a year, intervals 95 %. A year known in part is at least what is counted of it. --seed is of the permutations
of --selection permutation.

CSV: a row a year. Columns: series, model, family, year, observed (empty unless exact or about), mean, lower, upper (of
the fitted mean), from, to (the segment that leads to the year), apc, apc_lower, apc_upper, p_value (its yearly change in
percent), jump (the probability that the year began with one).
)";

inline constexpr auto forecast_footer = R"(Without FILE: crss_all_fatalities, crss_security_personnel,
picss_security_forces and ucdp_pakistan.

A series with measured values (12.5) is forecast by the models of measured values (auto and naive to ets); for counts
these stand beside the models of counts, fitted to log(1 + count). ets is the form of best AICc, ets:AAdN that form
(error, trend, no season); arima:0,1,1, arima:0,1,1:drift and arima:1,0,0:mean are those orders. A forecast with a mean
or standard deviation beyond 1,000 times the largest figure is refused. A last year that is known in part is the first
year that is forecast, from the whole years before it; `tollcast project` uses what is known of it. --track-record
forecasts the later years of the series from its earlier ones, by the same model, and says how near that came; against
naive. Where a law is simulated (ingarch beyond the first year, alone or in auto) it is so from the same seed always:
--seed changes nothing here.

The series are done side by side; the answer is the same for any --threads. Of a FILE in which the rows of each series
stand together only a few series are in memory at a time, so that there may be as many as you like; where the rows of
several are mixed, and of standard input, all are read first. A row that cannot be used ends the run before anything is
printed. Each answer is written as soon as those before it are, and whole; --output replaces FILE when all are done. On
a terminal a bar tells how far it is, unless the answers appear there.

CSV: a row a year. Columns: series, model, period, mean, median, sd, lower_80, upper_80, lower_95, upper_95 (or what
--level says).
)";

inline constexpr auto backtest_footer = R"(Without FILE: ucdp_pakistan.

With --as-of every year is projected from that day with what was known then (models of `tollcast project`; by default
auto, local_level, chain_ladder and run_rate, the reference). With --horizon the years ahead are forecast from every
year (models of `tollcast forecast`; by default auto, loglinear, local_trend, ets, theta and naive, the reference; for
measured values all of theirs). Both can be given. With neither it is 03-31, 06-30 and 09-30 for a series with parts of
years, else one year ahead. 02-29 is the last day of February.

An origin has at least --least-years years with a figure before it; a year counts as an outcome when its total is exact.
What a model sees ends with the origin, but figures that were revised later are used as they are known today. Skill is
1 - CRPS / CRPS of the reference, over the origins where both gave an answer; the reference is always run. A model that
fails at an origin is counted there, and ranked as if it had given the reference's answer. The answer is the same for
any --threads; --seed changes nothing here.

JSON: a result for each series, model and day or horizon: n, crps, log_score, mae, median_error, coverage_80 and more.
CSV: every projection or forecast. Columns: series, model, as_of, origin, horizon, target, outcome, mean, sd, median,
lower_80, upper_80, lower_95, upper_95, crps, crps_log, log_score, dawid_sebastiani, absolute_error, pit_below, pit_at,
failure.
)";

inline constexpr auto regions_footer = R"(Without FILE: crss_all_fatalities_by_province as it was known on 2025-09-30
and ucdp_pakistan_by_province.

A column region (or category) names the part of its series that a row belongs to, A/B the part B of A; rows without one
are the total. What the parts leave of a total is a part of its own, elsewhere. Where they exceed it by at most 10 %, or
1, they give way. A total that is missing is the sum of its parts where they make up the whole in other years. Up to its
last figure a region that is merged (--merge) adds to the other. The embedded CRSS provinces merge FATA into Khyber
Pakhtunkhwa. The notes say what was done.

Groups and concentration are of the parts of the total. Without --periods: for the embedded data 2007..2013 (or the
years before 2021, where they begin later) and 2021..2025, else the first half of the years and the second. --seed is of
the draws.

JSON: series, year, total (as project), parts, concentration (by year and period), change (of each group),
concentration_change. CSV: a row for the total (region empty) and each region. Columns: series, year, as_of, region,
observed, complete, mean, sd, median, lower_80, upper_80, lower_95, upper_95 (or what --level says), share, share_lower,
share_upper (of the total, 95 %).
)";

inline constexpr auto failure_footer = R"(
If some of several series cannot be answered the others are printed, each failure is named on standard error and in the
notes, and the exit is 1.

Exit: 0 done; 1 the data cannot answer the question; 2 wrong usage or unreadable input.)";

}  // namespace tollcast::program
