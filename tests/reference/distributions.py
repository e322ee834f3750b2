"""Reference values of the Poisson and the negative binomial law, with 40 digits, by mpmath.

P(Y <= y) and P(Y > y) are sums of probabilities by their recurrence where that takes at most 20,000 terms, otherwise the
incomplete gamma or beta integral by quadrature in the logarithm of the mean; where both are feasible they must agree to
25 digits.
"""

import sys

from mpmath import exp, expm1, inf, log, log1p, loggamma, mp, mpf, quad, sqrt

mp.dps = 40
MOST_TERMS = 20_000


def log_pmf(m, r, y):
    if r == inf:
        return y * log(m) - m - loggamma(y + 1)
    with_digits = mp.dps
    mp.dps = 90  # the terms below reach 10^13 and cancel
    value = loggamma(y + r) - loggamma(r) - loggamma(mpf(y) + 1) - r * log1p(m / r) + y * (log(m) - log(r + m))
    mp.dps = with_digits
    return +value


def by_summation(m, r, y, upper):
    """P(Y > y) or P(Y <= y); None when it takes too long."""
    q = m / (r + m) if r != inf else None

    def ratio(k):  # P(k) / P(k - 1)
        return m / k if r == inf else (k - 1 + r) / k * q

    if not upper and y <= MOST_TERMS:
        term = exp(log_pmf(m, r, y))
        total = term
        for k in range(y, 0, -1):
            term /= ratio(k)
            total += term
        return total
    term = exp(log_pmf(m, r, y))
    total = mpf(0) if upper else term
    k = y
    for _ in range(MOST_TERMS):
        if upper:
            k += 1
            term *= ratio(k)
        else:
            term /= ratio(k)
            k -= 1
        total += term
        falling = ratio(k + 1) if upper else 1 / ratio(k)
        if falling < 1 and term * falling / (1 - falling) < total * mpf(10) ** -45:
            return total
    return None


def by_quadrature(m, r, y, upper):
    """The integral of -d/ds P(Y <= y; s) = P(Y = y; s) (r + y) / (r + s) over s < m or s > m, s = m e^v."""
    at_mean = log_pmf(m, r, y)

    def f(v):  # log of the integrand s P(Y = y; s) (r + y) / (r + s) at s = m e^v, relative to v = 0
        if r == inf:
            return (y + 1) * v - m * expm1(v)
        return (y + 1) * v - (y + r + 1) * log1p(m * expm1(v) / (r + m))

    scale = m if r == inf else m * (r + y) / (r + m)
    side = -1 if upper else 1
    if log(mpf(y + 1) / m) * side > 0:  # the peak is inside: the other tail is the one to integrate
        return 1 - by_quadrature(m, r, y, not upper)
    end = mpf(1)
    while f(side * end) > -100:
        end *= 2
    while f(side * end / 2) < -100:
        end /= 2
    marks = {end * k / 24 for k in range(25)}
    if r != inf:  # around s = r the slope changes from y + 1 to -r within a few units of v
        corner = side * log(r / m)
        marks |= {mark for k in range(-1, 40) for mark in (corner - mpf(2) ** k, corner + mpf(2) ** k) if 0 < mark < end}
    total, error = quad(lambda v: exp(f(side * v)), sorted(marks), error=True, method="gauss-legendre")
    assert error < total * mpf(10) ** -25, (m, r, y, upper, error, total)
    return total * exp(at_mean) * scale


def tail(m, r, y, upper):
    summed = by_summation(m, r, y, upper)
    if summed is None or y % 5 == 0:
        integral = by_quadrature(m, r, y, upper)
        assert summed is None or abs(summed - integral) <= abs(summed) * mpf(10) ** -25, (m, r, y, upper, summed, integral)
        return integral
    return summed


def outcomes(m, r):
    deviation = sqrt(m if r == inf else m + m * m / r)
    found = {0, 1, 2, int(m), int(m) + 1}
    for z in (-30, -6, -1, 1, 6, 30):
        found.add(int(m + z * deviation))
    found |= {int(m / 1000), 3 * int(m) + 10, 1000, 1001}
    return sorted(y for y in found if y >= 0)


def print_row(*row):
    print(",".join(mp.nstr(x, 20, min_fixed=0, max_fixed=0) if isinstance(x, mpf) else str(x) for x in row))


print("# python3 -m venv .venv && .venv/bin/pip install mpmath==1.3.0 && .venv/bin/python distributions.py > distributions.csv")
print("law,mean,size,y,log_pmf,cdf,prob_exceeds")
LAWS = [(m, "inf") for m in ("1e-3", "0.7", "3", "10", "685", "999.5", "1e4", "1e6", "1e9", "1e12")] + [
    ("1e-3", "1e-6"), ("0.5", "1e-6"), ("685", "1e-6"), ("1e12", "1e-6"), ("3", "0.3"), ("685", "0.5"), ("685", "7"),
    ("685", "1e4"), ("685", "1e12"), ("5000", "1"), ("1e6", "5"), ("1e6", "10"), ("1e6", "1500"), ("1e6", "1e12"), ("1e9", "5"), ("1e9", "999"),
    ("1e9", "1001"), ("1e12", "3"), ("1e12", "1e6"), ("1e12", "1e12"), ("1e-3", "1e12"),
]
for mean, size in LAWS:
    m = mpf(float(mean))  # the double that the library is given
    r = mpf(float(size))
    for y in outcomes(m, r):
        lower, upper = tail(m, r, y, False), tail(m, r, y, True)
        assert abs(lower + upper - 1) < mpf(10) ** -24, (mean, size, y, lower, upper)
        print_row("poisson" if size == "inf" else "negative_binomial", mean, size, y, log_pmf(m, r, y), lower, upper)
    sys.stdout.flush()
