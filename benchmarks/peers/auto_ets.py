"""auto_ets.py SERIES.csv: microseconds of processor time that statsforecast's AutoETS takes for one series of a file
(series,period,value or count), on average, after one round that compiles what it compiles.

    python3 -m venv .venv && .venv/bin/pip install statsforecast==2.1.1 && .venv/bin/python auto_ets.py SERIES.csv
"""

import csv
import sys
import time

import numpy as np
from statsforecast.models import AutoETS

series = {}
with open(sys.argv[1]) as file:
    for row in csv.DictReader(file):
        series.setdefault(row["series"], []).append(float(row.get("value") or row["count"]))
arrays = [np.array(values) for values in series.values()]
AutoETS(season_length=1).fit(arrays[0])
start = time.process_time()
for values in arrays:
    AutoETS(season_length=1).fit(values)
print(f"AutoETS,{1e6 * (time.process_time() - start) / len(arrays):.1f}")
