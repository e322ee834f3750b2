"""Fits of R's ets to oil production in Saudi Arabia (fpp2::oil), as statsmodels keeps them for its own tests (file
fit_ets_results_nonseasonal.json of statsmodels/tsa/tests/results), in columns: parameters, likelihood, states after each
year (from before the first), errors, forecasts, and the path whose errors r_t are the first four of numpy's
RandomState(0).randn. Eight decimals are kept there. Lists are separated by spaces.
"""

import json
import sys

fits = json.load(open(sys.argv[1]))


def digits(numbers):
    return " ".join(format(float(x), ".12g") for x in numbers)


def one(number):
    return "0" if number == ["NaN"] else digits(number)


print("# python3 exponential_smoothing_oil.py fit_ets_results_nonseasonal.json > exponential_smoothing_oil.csv")
print("form,values,alpha,beta,phi,level,growth,log_likelihood,residual_variance,levels,growths,errors,means,path")
level_only = fits["FALSE"]["ANN"]
oil = [f + e for f, e in zip(level_only["fitted"], level_only["residuals"])]
for damped in ("FALSE", "TRUE"):
    for name, fit in fits[damped].items():
        if not fit:
            continue
        form = name[:2] + "d" + name[2:] if damped == "TRUE" else name
        states = [s if isinstance(s, list) else [s, 0] for s in fit["states"]]
        phi = one(fit["phi"]) if damped == "TRUE" else ("0" if name[1] == "N" else "1")
        start = list(fit["initstate"]) + [0]
        print(
            form, digits(oil), one(fit["alpha"]), one(fit["beta"]), phi, digits(start[:1]),
            digits(start[1:2]), digits(fit["loglik"]), digits(fit["sigma2"]), digits(s[0] for s in states),
            digits(s[1] for s in states), digits(fit["residuals"]), digits(fit["forecast"]), digits(fit["simulation"]),
            sep=",",
        )
