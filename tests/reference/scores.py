"""Scores of measured values, draws, quantiles and intervals, by the Python package scoringrules, and published ones.

Rows of source "scoringRules" are of the tests of R's scoringRules (tests/testthat/test-crps_*.R and
test-scores_quantiles.R), "surveillance" of R's surveillance (scores(x = 685 and 3, mu = 700 and 5)), "computed" by
adaptive quadrature with mpmath at 30 digits, all others by scoringrules. The arguments stand in the order in which the
names of columns say.
"""

import numpy as np
import scoringrules as sr
from mpmath import erfc, exp, log, mp, mpf, nstr, quad, sqrt

mp.dps = 30
print("# python3 -m venv .venv && .venv/bin/pip install scoringrules==0.10.0 mpmath==1.3.0 && .venv/bin/python scores.py > scores.csv")
print("score,arguments,value,source")


def row(score, arguments, value, source="scoringrules"):
    print(f"{score},{' '.join(str(a) for a in arguments)},{value if isinstance(value, str) else repr(float(value))},{source}")


for score, arguments, value in [
    ("normal", (0, 1, -3), "2.43657473"),
    ("log_normal", (0.1, 0.9, 3), "1.13552645"),
    ("gamma", (1.1, 1, 0.2), "0.399009355"),
    ("student_t", (0, 1, 5, -3), "2.33875895"),
    ("logistic", (0, 1, -3), "2.0971747"),
    ("interval", (-1, 1, 0.8, 2), "12"),
    ("interval", (-1, 1, 0.5, 2), "6"),
    ("interval", (-1, 1, 0.8, 1), "2"),
]:
    row(score, arguments, value, "scoringRules")

for mean, size, y, logs, dss, rps in [
    (700, "inf", 685, "4.345644312", "6.872508906", "9.422300297"),
    (700, 20, 685, "5.973578677", "10.143527845", "36.803387108"),
    (700, 100, 685, "5.235116011", "8.670700448", "18.293376528"),
    (5, "inf", 3, "1.963445732", "none", "1.098155204"),
    (5, 20, 3, "1.951647068", "none", "1.060271094"),
    (5, 100, 3, "1.959079683", "none", "1.089277218"),
]:
    row("count_log_score", (mean, size, y), logs, "surveillance")
    row("count_crps", (mean, size, y), rps, "surveillance")
    if dss != "none":
        row("count_dawid_sebastiani", (mean, size, y), dss, "surveillance")

for m, s, y in [(0, 1, 0), (700, 30, 650), (-5, 0.01, 3)]:
    row("normal", (m, s, y), sr.crps_normal(y, m, s))
for m, s, y in [(6, 0.5, 500), (6, 0.5, 0), (6, 0.5, -20), (0, 2, 30), (2, 0.01, 7.4)]:
    if y > 0:
        row("log_normal", (m, s, y), sr.crps_lognormal(y, m, s))
for location, scale, df, y in [(0, 1, 1.5, 0.3), (10, 2, 3, 4), (10, 2, 30, 100), (0, 1, 200, 1)]:
    row("student_t", (location, scale, df, y), sr.crps_t(y, df, location, scale))
for y in (-3, 0.2, 4, 50):
    w, m, s = [0.2, 0.5, 0.3], [-1, 2, 8], [0.5, 1, 4]
    row("normal_mixture", (*w, *m, *s, y), sr.crps_mixnorm(y, np.array(m), np.array(s), np.array(w)))

draws = [3, 9.5, 4, 4, 12, -1, 7.25]
for y in (4, 5.5, 20, -3):
    row("draws_fair", (*draws, y), sr.crps_ensemble(y, np.array(draws), estimator="fair"))
    row("draws_plain", (*draws, y), sr.crps_ensemble(y, np.array(draws), estimator="nrg"))
    for a, b in [(4.5, np.inf), (0, 8)]:
        row("draws_weighted", (*draws, a, b, y), sr.twcrps_ensemble(y, np.array(draws), a, b, estimator="nrg"))
for m, s, a, b, y in [(0, 1, 0.5, "inf", 0), (0, 1, 0.5, "inf", 3), (700, 30, 650, 720, 690), (700, 30, 800, "inf", 600)]:
    row("normal_weighted", (m, s, a, b, y), sr.crps_cnormal(min(max(y, a), float(b)), m, s, a, float(b)))

levels = [0.5, 0.8, 0.95]
lower, upper, median = [8, 5, 2], [14, 20, 31], 11
for y in (11, 1, 22, 60, 12.5):
    for level, low, high in zip(levels, lower, upper):
        row("interval", (low, high, level, y), sr.interval_score(y, low, high, 1 - level))
    # Bracher et al. 2021, eq. 1, from the interval scores.
    parts = [(1 - level) / 2 * sr.interval_score(y, low, high, 1 - level) for level, low, high in zip(levels, lower, upper)]
    row("weighted_interval", (*reversed(lower), median, *upper, y), (abs(y - median) / 2 + sum(parts)) / 3.5)
    for q, p in [(5, 0.1), (11, 0.5), (31, 0.975)]:
        row("quantile", (q, p, y), sr.quantile_score(y, q, p))


def cdf(z):
    return erfc(-z / sqrt(2)) / 2


def logarithmic(distribution, y, ends):
    """The integral of (F(z) - 1{y <= z})^2 over u = log(1 + z)."""
    y = log(1 + mpf(y))
    ends = sorted({*[log(1 + mpf(e)) for e in ends], y})
    below = quad(lambda u: distribution(exp(u) - 1) ** 2, [e for e in ends if e <= y]) if ends[0] < y else 0
    return below + quad(lambda u: (1 - distribution(exp(u) - 1)) ** 2, [e for e in ends if e >= y])


for m, s, y in [(700, 30, 650), (3, 2, 0), (3, 2, 5)]:
    ends = [max(0, m + k * s) for k in (-14, -8, -4, -2, 0, 2, 4, 8, 14)]
    value = logarithmic(lambda z: cdf((z - m) / mpf(s)), y, ends)
    row("normal_logarithmic", (m, s, y), nstr(value, 17), "computed")
for m, s, y in [(6, 0.5, 500), (1, 1, 0)]:
    ends = [0, *[exp(mpf(m) + k * mpf(s)) for k in (-14, -8, -4, -2, 0, 2, 4, 8, 14)]]
    value = logarithmic(lambda z: cdf((log(z) - m) / mpf(s)) if z > 0 else mpf(0), y, ends)
    row("log_normal_logarithmic", (m, s, y), nstr(value, 17), "computed")
