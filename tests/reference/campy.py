"""The campylobacterosis series of R's tscount (campy) with the conditional means of a fitted count autoregression.

The model is that of vignettes/tsglm.Rnw, an identity-link INGARCH of past observation 1 and past mean 13 with a level
shift at t = 84 and a spike at t = 100; series, coefficients, sizes and scores are those that tscount 1.4.3 gives
(tsglm(), scoring()). Its recursion (Liboschik, Fokianos and Fried 2017, J. Stat. Softw. 82(5), eq. 4), begun at the
marginal mean without interventions, b0 / (1 - b1 - a13), gives the means. Arguments: means or scores.
"""

import sys

SERIES = """2 3 4 1 6 9 12 8 5 7 11 9 6 6 9 6 12 8 7 5 10 12 12 9 12 8 9 14 5 5 9 14 8 10 16 13 12 10 7 9 6 8 6 4 6 6
11 8 10 11 13 5 6 3 4 8 2 7 12 12 14 12 7 7 8 7 7 3 5 5 10 7 8 13 13 11 12 6 8 4 7 6 9 14 11 11 15 22 17 5 10 12 16 6
16 11 13 15 20 55 47 28 16 21 15 9 19 20 16 14 24 16 33 19 21 18 10 17 12 15 19 18 9 8 25 17 13 21 11 12 10 13 5 7 13 17
16 21 16 9"""
INTERCEPT, PAST_OBSERVATION, PAST_MEAN, SHIFT, SPIKE = 3.3184214127, 0.3690148496, 0.2197851353, 3.0810148117, 41.9541212791

SCORES = """law,size,log_score,quadratic,spherical,ranked_probability,dawid_sebastiani,normalized,squared_error
poisson,inf,2.75000649382,-0.07669317558,-0.27510174030,2.20018567719,3.66220925943,1.30806246521,16.51281656101
negative_binomial,33.61348961,2.7220278254,-0.0779970421,-0.2765908691,2.1851050934,3.6059347987,0.9642855087,16.5128165610"""

print(f"# python3 campy.py {sys.argv[1]} > {'campy.csv' if sys.argv[1] == 'means' else 'campy_scores.csv'}")
if sys.argv[1] == "scores":
    print(SCORES)
else:
    print("t,y,mean")
    series = [int(y) for y in SERIES.split()]
    marginal = INTERCEPT / (1 - PAST_OBSERVATION - PAST_MEAN)
    means = []
    for t in range(1, len(series) + 1):
        before = series[t - 2] if t > 1 else marginal
        long_before = means[t - 14] if t > 13 else marginal
        means.append(
            INTERCEPT + PAST_OBSERVATION * before + PAST_MEAN * long_before + SHIFT * (t >= 84) + SPIKE * (t == 100)
        )
        print(f"{t},{series[t - 1]},{means[-1]:.12g}")
