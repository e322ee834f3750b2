"""The theta models from their equations, by other means than the library's: dense matrices, lines fitted anew each year
and general minimisers. Needs numpy, scipy and statsforecast, whose states, forecasts and objective the equations are
held against first.
  gaps:  theta with years without a value. With l_0 and alpha given the values are normal with mean l_0 and covariance
         sigma^2 L L', L_ts = 1 on the diagonal and alpha below; what is not known is left out, the forecast is the
         conditional mean and variance.
  dynamic_theta: first_value and estimated; mean, and standard deviation for known parameters from the sum of squares of
         what an error of each year adds to the later means (differences of two recursions).
"""
import csv
import sys

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from statsforecast.models import DynamicOptimizedTheta

print("# python3 theta.py > theta.csv")
csv.field_size_limit(10**7)
with open("simple_models.csv") as file:
    rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
series = {row["series"]: np.array([float(v) for v in row["values"].split()]) for row in rows}


def digits(values):
    return " ".join(f"{v:.15g}" for v in np.atleast_1d(values))


def line(y, t):
    """Intercept and slope through the first t values, at 1..t."""
    if t == 0:
        return 0.0, 0.0
    if t == 1:
        return y[0], 0.0
    slope, intercept = np.polyfit(np.arange(1, t + 1), y[:t], 1)
    return intercept, slope


def lines(y):
    return [line(y, t) for t in range(len(y) + 1)]


def expected(y, through, alpha, theta, level, first_line):
    """mu_1 .. mu_n; `through` the lines, first_line that before the first value."""
    means = []
    for t in range(1, len(y) + 1):
        a, b = through[t - 1] if t > 1 else first_line
        q = 1 - alpha
        means.append(level + (1 - 1 / theta) * (q ** (t - 1) * a + (1 - q**t) / alpha * b))
        level = alpha * y[t - 1] + q * level
    return np.array(means)


def ahead(y, years, alpha, theta, level, first_line):
    path = list(y)
    for _ in range(years):
        path.append(0.0)
        path[-1] = expected(np.array(path), lines(np.array(path)), alpha, theta, level, first_line)[-1]
    return np.array(path[len(y) :])


def spread(y, years, alpha, theta, level, first_line):
    """Standard deviations over sigma."""
    base = ahead(y, years, alpha, theta, level, first_line)
    variances = np.ones(years)
    for j in range(years - 1):
        known = np.concatenate([y, base[:j], [base[j] + 1e3]])
        later = ahead(known, years - j - 1, alpha, theta, level, first_line)
        variances[j + 1 :] += ((later - base[j + 1 :]) / 1e3) ** 2
    return np.sqrt(variances)


def best(objective, starts, bounds):
    found = [minimize(objective, s, method="L-BFGS-B", bounds=bounds) for s in starts]
    found += [minimize(objective, f.x, method="Nelder-Mead", bounds=bounds,
                       options={"xatol": 1e-13, "fatol": 0, "maxiter": 20000, "maxfev": 20000}) for f in found]
    return min(found, key=lambda f: f.fun)


def check_against_peer(y):
    peer = DynamicOptimizedTheta(season_length=1).fit(y)
    par = peer.model_["par"]
    level, alpha, theta = (float(par[k]) for k in ("initial_smoothed", "alpha", "theta"))
    errors = y - expected(y, lines(y), alpha, theta, level, (0, 0))
    assert np.allclose(errors[1:], peer.model_["residuals"][1:], rtol=1e-8, atol=1e-8 * np.abs(y).max())
    assert np.allclose(ahead(y, 6, alpha, theta, level, (0, 0)), peer.predict(h=6)["mean"], rtol=1e-8)
    assert np.isclose(np.sum(errors[3:] ** 2) / np.abs(y).mean(), peer.model_["mse"], rtol=1e-9)
    return np.sum(errors[3:] ** 2)


print("series,model,values,alpha,theta,level,squares,peer_squares,mean,sd")
for name, y in series.items():
    if len(y) < 7 or len(y) > 60:
        continue
    through = lines(y)
    grid = [(a, t) for a in (0.15, 0.4, 0.7, 0.95) for t in (1.2, 2.0, 6.0)]

    def from_first(p):
        share = 1 - p[1]
        errors = y - expected(y, through, p[0], 1 / p[1], y[0] * p[1], (y[0], 0)) if share < 1 else np.inf
        return np.log(np.sum(errors[1:] ** 2))

    found = best(from_first, [(a, 1 / t) for a, t in grid], [(0.1, 0.99), (1e-10, 1)])
    alpha, theta = found.x[0], 1 / found.x[1]
    how = (alpha, theta, y[0] / theta, (y[0], 0))
    squares = np.exp(found.fun)
    sigma = np.sqrt(squares / (len(y) - 3))
    print(name, "first_value", digits(y), digits(alpha), digits(theta), digits(y[0] / theta), digits(squares), "NA",
          digits(ahead(y, 6, *how)), digits(sigma * spread(y, 6, *how)), sep=",")

    def with_level(p):
        zero = y - expected(y, through, p[0], 1 / p[1], 0.0, (0, 0))
        x = (1 - p[0]) ** np.arange(len(y))
        level = x[3:] @ zero[3:] / (x[3:] @ x[3:])
        return np.log(np.sum((zero - level * x)[3:] ** 2)), level

    found = best(lambda p: with_level(p)[0], [(a, 1 / t) for a, t in grid], [(0.1, 0.99), (1e-10, 1)])
    alpha, theta = found.x[0], 1 / found.x[1]
    level = with_level(found.x)[1]
    how = (alpha, theta, level, (0, 0))
    squares = np.exp(found.fun)
    sigma = np.sqrt(squares / (len(y) - 6))
    print(name, "estimated", digits(y), digits(alpha), digits(theta), digits(level), digits(squares),
          digits(check_against_peer(y)), digits(ahead(y, 6, *how)), digits(sigma * spread(y, 6, *how)), sep=",")

for name, missing in (("norway", (3, 4, 11, 20, 21, 22)), ("finland", (1, 2, 9, 31)), ("nile", (5, 50, 51, 98, 99))):
    y = series[name]
    n = len(y)
    known = np.array([t for t in range(n) if t not in missing])

    def covariance(alpha, size):
        lower = np.tril(np.full((size, size), alpha), -1) + np.eye(size)
        return lower @ lower.T

    def fitted(alpha):
        v = covariance(alpha, n)[np.ix_(known, known)]
        ones = np.ones(len(known))
        level = ones @ np.linalg.solve(v, y[known]) / (ones @ np.linalg.solve(v, ones))
        e = y[known] - level
        return e @ np.linalg.solve(v, e), np.linalg.slogdet(v)[1], level

    def minus_twice_log(alpha):
        squares, log_determinant, _ = fitted(alpha)
        return len(known) * np.log(squares) + log_determinant

    grid = np.linspace(0, 1, 201)
    at = grid[np.argmin([minus_twice_log(a) for a in grid])]
    alpha = minimize_scalar(minus_twice_log, bounds=(max(at - 0.01, 0), min(at + 0.01, 1)), method="bounded",
                            options={"xatol": 1e-12}).x
    squares, log_determinant, level = fitted(alpha)
    m = len(known)
    log_likelihood = -0.5 * (m * np.log(2 * np.pi * squares / m) + log_determinant + m)
    slope = np.polyfit(known, y[known], 1)[0]
    whole = covariance(alpha, n + 6)
    future = np.arange(n, n + 6)
    v = whole[np.ix_(known, known)]
    gain = np.linalg.solve(v, whole[np.ix_(known, future)]).T
    ramp = slope / 2 * np.arange(n + 6)
    mean = ramp[future] + level + gain @ (y[known] - ramp[known] - level)
    sd = np.sqrt(np.diag(whole[np.ix_(future, future)] - gain @ whole[np.ix_(known, future)]) * squares / (m - 2))
    shown = " ".join("NA" if t in missing else f"{y[t]:.15g}" for t in range(n))
    print(name, "gaps", shown, digits(alpha), "NA", digits(level), digits(log_likelihood), "NA", digits(mean),
          digits(sd), sep=",")
