"""Reference values of the functions of numeric/special.hpp, with 60 digits, by mpmath."""

import random

from mpmath import log, log1p, loggamma, mp, mpf, pi

mp.dps = 60
random.seed(1)

print("# python3 -m venv .venv && .venv/bin/pip install mpmath==1.3.0 && .venv/bin/python special.py > special.csv")
print("function,x,a,value")


def print_row(function, x, a, value):
    print(f"{function},{x!r},{a!r},{mp.nstr(value, 20, min_fixed=0, max_fixed=0)}")


def ten_to(lowest, highest):
    return 10 ** random.uniform(lowest, highest)


for x in [1e-300, 0.5, 1.0, 1.0 + 1e-9, 1.4616321449683622, 2.0, 2.0 - 1e-9, 7.999999, 8.0, 1e12, 1e15]:
    print_row("log_gamma", x, 0.0, loggamma(mpf(x)))
for _ in range(40):
    for x in (ten_to(-20, 15), random.uniform(0.5, 3), random.uniform(3, 20)):
        print_row("log_gamma", x, 0.0, loggamma(mpf(x)))
    x = ten_to(-3, 12)
    print_row("stirling_error", x, 0.0, loggamma(mpf(x) + 1) - (mpf(x) + 0.5) * log(x) + mpf(x) - log(2 * pi) / 2)
    for x, a in ((ten_to(-3, 14), ten_to(-3, 6)), (x, -x * random.uniform(0, 0.9)), (ten_to(1, 14), random.uniform(-1, 1))):
        print_row("log_gamma_ratio", x, a, loggamma(mpf(x) + mpf(a)) - loggamma(mpf(x)))
    for u in (ten_to(-9, 5), -ten_to(-9, -0.0001)):
        print_row("minus_log1p", u, 0.0, mpf(u) - log1p(mpf(u)))
    x = ten_to(0, 12)
    for m in (x * ten_to(-15, 3), x * (1 + random.uniform(-0.3, 0.3))):
        print_row("deviance", x, m, mpf(x) * log(mpf(x) / m) + mpf(m) - mpf(x))
