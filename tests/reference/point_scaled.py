"""Point measures and the interval score of utilsforecast 0.2.17 on made-up series, with zeros among them.

Its sMAPE is |y - f| / (|y| + |f|) on 0 ... 1 and so taken 200 times, and its Winkler score over the naive
forecast's mean absolute error is MSIS.
"""

import numpy as np
import pandas as pd
from utilsforecast import losses

print("# python3 -m venv .venv && .venv/bin/pip install utilsforecast==0.2.17 pandas && "
      ".venv/bin/python point_scaled.py > point_scaled.csv")
print("case,mae,rmse,smape,mase,rmsse,msis,level,history,actual,forecast,lower,upper")


def spaced(values):
    return " ".join(repr(float(v)) for v in values)


engine = np.random.default_rng(5)
for case in range(6):
    history = engine.poisson(20, 15 + case).astype(float)
    actual = engine.poisson(18, 6).astype(float)
    forecast = np.round(actual + engine.normal(0, 5, 6), 2)
    if case % 2:
        actual[2] = 0.0
    if case == 3:
        forecast[2] = 0.0
    lower = np.round(forecast - engine.uniform(1, 8, 6), 2)
    upper = np.round(forecast + engine.uniform(1, 8, 6), 2)
    level = [80, 95][case % 2]
    test = pd.DataFrame({"unique_id": "a", "ds": range(100, 106), "y": actual, "f": forecast, f"f-lo-{level}": lower,
                         f"f-hi-{level}": upper})
    train = pd.DataFrame({"unique_id": "a", "ds": range(len(history)), "y": history})

    def value(measure, **more):
        return measure(test, models=["f"], **more)["f"].iloc[0]

    scaled_interval = value(losses.winkler_score, level=level) / np.abs(np.diff(history)).mean()
    figures = [value(losses.mae), value(losses.rmse), 200 * value(losses.smape),
               value(losses.mase, seasonality=1, train_df=train), value(losses.rmsse, seasonality=1, train_df=train),
               scaled_interval]
    print(",".join([str(case)] + [repr(float(f)) for f in figures] + [str(level / 100)] + [spaced(x) for x in (
        history, actual, forecast, lower, upper)]))
