# python3 automatic_arima.py SERIES.csv [EVERY]: the mean of the milliseconds of processor time that statsforecast's
# AutoARIMA takes for a series of a file (series,period,value), or for one in EVERY.
import collections
import csv
import sys
import time
import warnings

import numpy as np
from statsforecast.models import AutoARIMA

warnings.filterwarnings("ignore")
series = collections.defaultdict(list)
with open(sys.argv[1]) as file:
    for row in csv.DictReader(file):
        series[row["series"]].append(float(row["value"]))
chosen = list(series.values())[:: int(sys.argv[2]) if len(sys.argv) > 2 else 1]
AutoARIMA(season_length=1).fit(np.array(chosen[0]))  # what is compiled on first use is not counted
begun = time.process_time()
for values in chosen:
    AutoARIMA(season_length=1).fit(np.array(values))
print(f"{1000 * (time.process_time() - begun) / len(chosen):.2f} ms a series, {len(chosen)} series")
