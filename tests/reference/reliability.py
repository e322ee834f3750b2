"""Reliability of made-up exceedance probabilities.

Bins: the law of the number of events by the discrete Fourier transform of its characteristic function, and the ends of
the consistency band from it. Rising frequencies: scipy's isotonic_regression of the outcomes, with equal probabilities
pooled first, and the split of the Brier score by definition.
"""

import numpy as np
from scipy.optimize import isotonic_regression

print("# python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 && "
      ".venv/bin/python reliability.py > reliability.csv")
print("case,bins,level,n,mean_probability,frequency,lower,upper,distinct,isotonic,brier,miscalibration,discrimination,"
      "uncertainty,probabilities,happened")


def spaced(values):
    return " ".join(repr(float(v)) for v in values)


def event_counts(p):
    n = len(p)
    w = np.exp(2j * np.pi * np.arange(n + 1) / (n + 1))
    characteristic = np.prod(1 + np.outer(w - 1, p), axis=1)
    return np.clip(np.fft.fft(characteristic).real / (n + 1), 0, 1)


engine = np.random.default_rng(2)
for case, (n, bins, level) in enumerate([(12, 5, 0.9), (60, 10, 0.9), (150, 10, 0.5), (80, 4, 0.95)]):
    p = np.round(engine.beta(0.7, 1.2, n), 2 if case % 2 else 6)
    x = (engine.uniform(size=n) < (p if case < 3 else 0.2 + 0.5 * p)).astype(int)
    rows = []
    edges = np.arange(bins + 1) / bins
    for i in range(bins):
        inside = (p >= edges[i]) & ((p < edges[i + 1]) | (i == bins - 1))
        if not inside.any():
            continue
        law = event_counts(p[inside])
        m = inside.sum()
        tail = (1 - level) / 2
        lower = np.argmax(np.cumsum(law) > tail)
        upper = m - np.argmax(np.cumsum(law[::-1]) > tail)
        rows.append([m, p[inside].mean(), x[inside].mean(), lower / m, upper / m])
    distinct = np.unique(p)
    weights = np.array([(p == d).sum() for d in distinct])
    means = np.array([x[p == d].mean() for d in distinct])
    fitted = isotonic_regression(means, weights=weights).x
    at = fitted[np.searchsorted(distinct, p)]
    brier = np.mean((p - x) ** 2)
    best = np.mean((at - x) ** 2)
    overall = np.mean((x.mean() - x) ** 2)
    figures = [spaced(column) for column in zip(*rows)] + [spaced(distinct), spaced(fitted)]
    print(",".join([str(case), str(bins), str(level)] + figures + [repr(float(v)) for v in (
        brier, brier - best, overall - best, overall)] + [spaced(p), spaced(x)]))
