"""speed.py SERIES.csv MODEL [CORES]: what benchmarks/speed.cpp prints, of statsforecast: AutoETS, AutoARIMA, Theta, and
AutoETS's simulation of 5,000 paths. Its models are called series by series, without the data frames around them, and
on more cores by processes that are started, and have compiled what they compile, before the clock is.

    python3 -m venv .venv && .venv/bin/pip install statsforecast==2.1.1 && .venv/bin/python speed.py SERIES.csv ets
"""

import csv
import multiprocessing
import sys
import time
import warnings

import numpy as np
from statsforecast.models import AutoARIMA, AutoETS, Theta

warnings.filterwarnings("ignore")
model = sys.argv[2]
cores = int(sys.argv[3]) if len(sys.argv) > 3 else 1
kind = {"ets": AutoETS, "arima": AutoARIMA, "theta": Theta, "paths": AutoETS}[model]


def fit(values):
    return kind(season_length=1).fit(values)


def forecast(values):
    return kind(season_length=1).forecast(values, h=6, level=[80, 95])["mean"][-1]


def simulate(fitted):
    paths = fitted.simulate(h=6, n_paths=5000, seed=1)
    return np.quantile(paths, [0.025, 0.1, 0.9, 0.975], axis=0)[0, -1]


def fit_only(values):
    fit(values)


def timed(work, over):
    for one in over[:20]:
        work(one)
    if cores == 1:
        begun = time.process_time()
        for one in over:
            work(one)
        return 1e6 * (time.process_time() - begun) / len(over)
    with multiprocessing.get_context("fork").Pool(cores) as pool:
        pool.map(work, over[:20])
        begun = time.perf_counter()
        pool.map(work, over)
        return 1e6 * (time.perf_counter() - begun) / len(over)


series = {}
with open(sys.argv[1]) as file:
    for row in csv.DictReader(file):
        series.setdefault(row["series"], []).append(float(row["value"]))
arrays = [np.array(values) for values in series.values()]
to_fit = timed(fit_only, arrays) if model != "paths" and cores == 1 else 0
to_forecast = timed(simulate, [fit(values) for values in arrays]) if model == "paths" else timed(forecast, arrays)
print(f"{model},{len(arrays)},{to_fit:.2f},{to_forecast:.2f}")
