"""The laws of benchmarks/scores.cpp by the Python package scoringrules, vectorised, in milliseconds of processor time.

python3 -m venv .venv && .venv/bin/pip install scoringrules==0.10.0 && .venv/bin/python benchmarks/peers/scores.py
"""

import time

import numpy as np
import scoringrules as sr

n = 1_000_000
i = np.arange(1, n + 1)
mean = 10 ** (4 * np.mod(0.5 + 0.7548776662466927 * i, 1))
size = 0.5 * 10 ** (3 * np.mod(0.5 + 0.5698402909980532 * i, 1))
engine = np.random.default_rng(1)
y = engine.poisson(engine.gamma(size, mean / size)).astype(float)
for name, score in [
    ("negative_binomial_million", lambda: sr.crps_negbinom(y, size, mu=mean)),
    ("poisson_million", lambda: sr.crps_poisson(y, mean)),
]:
    start = time.process_time()
    values = score()
    print(f"{name},{1000 * (time.process_time() - start):.0f},{np.isnan(values).sum()} not a number")
draws = engine.poisson(engine.gamma(7, 685 / 7, 1000)).astype(float)
start = time.process_time()
for _ in range(100):
    sr.crps_ensemble(700.0, draws, estimator="fair")
print(f"thousand_draws,{10 * (time.process_time() - start):.4f}")
