"""CRPS of counts by the sum of (F(k) - 1{k >= y})^2, with mpmath; beside the values of scoringRules where it has them.

The published values are those of scoringRules, tests/testthat/test-crps_nbinom.R.
"""

from mpmath import exp, log, loggamma, mp, mpf, nstr

mp.dps = 40

print("# python3 -m venv .venv && .venv/bin/pip install mpmath==1.3.0 && .venv/bin/python crps.py > crps.csv")
print("law,mean,size,y,natural,logarithmic,published")


def log_pmf(mean, size, k):
    if size is None:
        return k * log(mean) - mean - loggamma(k + 1)
    return (
        loggamma(k + size) - loggamma(size) - loggamma(k + 1)
        + size * log(size / (size + mean)) + k * log(mean / (size + mean))
    )


def print_row(mean, size, y, published="none"):
    mean = mpf(mean)
    size = None if size is None else mpf(size)
    below, natural, logarithmic, k = mpf(0), mpf(0), mpf(0), 0
    p = exp(log_pmf(mean, size, 0))
    while k <= max(y, mean) or p > mpf("1e-28"):
        below += p
        gap = (below - (1 if k >= y else 0)) ** 2
        natural += gap
        logarithmic += gap * log(mpf(k + 2) / (k + 1))
        p *= mean / (k + 1) if size is None else (k + size) / (k + 1) * mean / (size + mean)
        k += 1
    name = "poisson" if size is None else "negative_binomial"
    spelled = "inf" if size is None else nstr(size, 17)
    print(f"{name},{nstr(mean, 17)},{spelled},{y},{nstr(natural, 15)},{nstr(logarithmic, 15)},{published}")


def mean_of(size, probability):
    return mpf(size) * (1 - mpf(probability)) / mpf(probability)


for size, probability, y, published in [
    ("100", ".95", 5, "0.53215257681"),
    ("200.1", ".82", 44, "1.70859687251"),
    ("200.1", ".83", 41, "1.63833674721"),
    ("2000.1", ".9", 222, "3.66926727576"),
    ("20000.1", ".9", 2222, "11.6114812752"),
]:
    print_row(mean_of(size, probability), size, y, published)
for mean, size, y in [(".5", ".3", 0), ("2.5", "1.5", 3), ("2.5", "1.5", 10), ("150", "2", 120), ("150", "2", 0),
                      ("17", "1000", 17), ("700", "20", 685), ("700", "50", 900)]:
    print_row(mean, size, y)
for mean, y in [(".5", 0), ("2.5", 3), ("2.5", 10), ("7", 7), ("150", 120), ("900", 1000), ("20", 0), ("700", 685)]:
    print_row(mean, None, y)
