"""CRPS of Poisson and negative binomial laws at extreme parameters, with mpmath at 60 digits.

Natural scale: the closed form of Wei and Held (2014, TEST 23:787, section 2) as scoringRules documents it,
  y (2 F(y; r, p) - 1) - r (1 - p) / p^2 (p (2 F(y - 1; r + 1, p) - 1) + 2F1(r + 1, 1/2; 2; -4 (1 - p) / p^2)),
  (y - m) (2 F(y) - 1) + 2 m f(y) - m e^(-2 m) (I_0(2 m) + I_1(2 m)),
its F by the continued fraction of the incomplete beta and gamma functions (NIST DLMF 8.17.22, 8.9.2 and their
complements), checked here against sums of probabilities where these are short. Logarithmic scale: the sum of
(F(k) - 1{k >= y})^2 log((k + 2) / (k + 1)), where a law is narrow enough for it, else "none".
"""

from mpmath import cos, exp, hyp1f1, hyp2f1, log, loggamma, mp, mpf, nstr, pi, quad, sin

mp.dps = 60


def log_pmf(mean, size, k):
    k = mpf(k)
    if size is None:
        return k * log(mean) - mean - loggamma(k + 1)
    return (
        loggamma(k + size) - loggamma(size) - loggamma(k + 1)
        + size * log(size / (size + mean)) + k * log(mean / (size + mean))
    )


def lentz(start, step):
    """b0 + a1 / (b1 + a2 / (b2 + ...)), step(i) = (a_i, b_i)."""
    tiny = mpf(10) ** -300
    value = start or tiny
    c, d = value, mpf(0)
    i = 0
    while True:
        i += 1
        a, b = step(i)
        d = 1 / ((b + a * d) or tiny)
        c = (b + a / c) or tiny
        value *= c * d
        if abs(c * d - 1) < mpf(10) ** -45:
            return value


def beta_share(a, b, x, one_less_x):
    """I_x(a, b)."""
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, one_less_x, x)

    def step(i):
        i -= 1
        if i == 0:
            return mpf(1), mpf(1)
        m = i // 2
        if i % 2 == 0:
            return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), mpf(1)
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), mpf(1)

    front = exp(a * log(x) + b * log(one_less_x) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))
    return front * lentz(mpf(0), step)


def gamma_upper_share(a, x):
    """Q(a, x)."""
    front = exp(a * log(x) - x - loggamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while term > total * mpf(10) ** -45:
            n += 1
            term *= x / n
            total += term
        return 1 - front * total
    return front * lentz(mpf(0), lambda i: (mpf(1) if i == 1 else (i - 1) * (a - i + 1), x + 2 * i - 1 - a))


def cdf(mean, size, y):
    if y < 0:
        return mpf(0)
    if size is None:
        return gamma_upper_share(mpf(y) + 1, mean)
    return beta_share(size, mpf(y) + 1, size / (size + mean), mean / (size + mean))


def gauss(a, z):
    """2F1(a, 1/2; 2; z), for large a by Euler's integral with t = sin(u)^2 (NIST DLMF 15.6.1)."""
    if a < 1e4 or -z < 1e-3:
        return hyp2f1(a, mpf(1) / 2, 2, z)
    width = (-z * a) ** mpf("-.5")
    ends = [min(pi / 2, i * width) for i in (0, 2, 5, 10, 20, 40)]
    return 4 / pi * quad(lambda u: cos(u) ** 2 * (1 - z * sin(u) ** 2) ** -a, ends)


def natural(mean, size, y):
    if size is None:
        # e^(-2 m) (I_0(2 m) + I_1(2 m)) = 1F1(1/2; 2; -4 m)
        spread = mean * hyp1f1(mpf(1) / 2, 2, -4 * mean)
        return (y - mean) * (2 * cdf(mean, None, y) - 1) + 2 * mean * exp(log_pmf(mean, None, y)) - spread
    p = size / (size + mean)
    wide = size * (1 - p) / p ** 2
    larger = (size + 1) * (1 - p) / p  # the mean of the law with size r + 1 and the same p
    return y * (2 * cdf(mean, size, y) - 1) - wide * (
        p * (2 * cdf(larger, size + 1, y - 1) - 1) + gauss(size + 1, -4 * (1 - p) / p ** 2)
    )


def summed(mean, size, y):
    mp.dps = 30
    below, total, logarithmic, k = mpf(0), mpf(0), mpf(0), 0
    pmf = []
    p = exp(log_pmf(mean, size, 0))
    while k <= max(y, mean) or p > mpf("1e-25") * (1 - pmf[0]):
        pmf.append(p)
        p *= mean / (k + 1) if size is None else (k + size) / (k + 1) * mean / (size + mean)
        k += 1
    for k in range(y):
        below += pmf[k]
        total += below ** 2
        logarithmic += below ** 2 * log(mpf(k + 2) / (k + 1))
    above = mpf(0)
    for k in range(len(pmf) - 1, y, -1):
        above += pmf[k]
        total += above ** 2
        logarithmic += above ** 2 * log(mpf(k + 1) / k)
    mp.dps = 60
    return total, logarithmic


def print_row(mean, size, y):
    mean = mpf(mean)
    size = None if size is None else mpf(size)
    value = natural(mean, size, y)
    logarithmic = "none"
    spread = mean if size is None else mean * (1 + mean / size)
    if max(mean + 60 * spread / max(mean, 1) + 12 * spread ** mpf(".5"), y) < 60000:
        direct, logarithmic = summed(mean, size, y)
        assert abs(direct / value - 1) < mpf("1e-16"), (mean, size, y, direct, value)
        logarithmic = nstr(logarithmic, 17)
    spelled = "inf" if size is None else nstr(size, 17)
    name = "poisson" if size is None else "negative_binomial"
    print(f"{name},{nstr(mean, 17)},{spelled},{y},{nstr(value, 17)},{logarithmic}", flush=True)


def outcomes(mean, size):
    spread = (mpf(mean) if size is None else mpf(mean) * (1 + mpf(mean) / mpf(size))) ** mpf(".5")
    near = [int(mpf(mean) + z * spread) for z in (-3, -1, 0, 1, 4, 30)]
    return sorted({0, 1, *[y for y in near if y >= 0]})


if __name__ == "__main__":
    print("# python3 -m venv .venv && .venv/bin/pip install mpmath==1.3.0 && .venv/bin/python crps_extreme.py > crps_extreme.csv")
    print("law,mean,size,y,natural,logarithmic")
    for mean in ("1e-6", ".01", ".3", "1", "29.5", "31", "500", "1e5", "1e6", "1e9"):
        for y in outcomes(mean, None):
            print_row(mean, None, y)
    for size in ("1e-6", "1e-3", ".25", ".5", "1", "1.5", "2.4999999999", "7.3", "39.5", "41", "999", "1e5", "1e9"):
        for mean in ("1e-6", ".01", "1", "20", "35", "1e3", "1e6", "1e9"):
            for y in outcomes(mean, size):
                print_row(mean, size, y)
    print_row("800", ".4", 5000)
    # scoringRules, tests/testthat/test-crps_nbinom.R: 1045062.81311
    print_row(mpf("200000.1") * (1 - mpf("1e-4")) / mpf("1e-4"), "200000.1", 1999797667)
