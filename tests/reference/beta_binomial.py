"""Log probabilities of the beta-binomial law: by scipy, and by mpmath where scipy's double precision cancels."""

from mpmath import loggamma, mp, mpf, nstr
from scipy.stats import betabinom

mp.dps = 60

INSTALL = ".venv/bin/pip install scipy==1.13.1 mpmath==1.3.0"

print(f"# python3 -m venv .venv && {INSTALL} && .venv/bin/python beta_binomial.py > beta_binomial.csv")
print("known,total,share,concentration,log_pmf,by")

SMALL = [(0, 0), (0, 7), (3, 7), (7, 7), (20, 50), (1, 1000), (740, 1000), (1000, 1000), (4000, 5300)]
LARGE = [(7 * 10**8, 10**9), (75 * 10**10, 10**12), (10**12, 10**12), (3, 10**12), (6 * 10**14, 10**15)]
PARAMETERS = [(0.25, 1.0), (0.75, 15.0), (0.5, 400.0), (0.003, 40.0), (0.98, 3000.0)]

for share, concentration in PARAMETERS:
    for known, total in SMALL:
        value = betabinom.logpmf(known, total, concentration * share, concentration * (1 - share))
        print(f"{known},{total},{share!r},{concentration!r},{value:.15g},scipy")
    for known, total in LARGE:
        a = mpf(concentration) * mpf(share)
        b = mpf(concentration) - a
        x, n = mpf(known), mpf(total)
        value = (
            loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1) + loggamma(x + a) + loggamma(n - x + b)
            - loggamma(n + a + b) + loggamma(a + b) - loggamma(a) - loggamma(b)
        )
        print(f"{known},{total},{share!r},{concentration!r},{nstr(value, 17)},mpmath")
