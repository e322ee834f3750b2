"""resampled.py SERIES.csv COUNT: COUNT series that are like those of a file (series,period,value > 0), always the same.
Each has the first value and the length of one of them, drawn at random, and goes on by growths of its, in blocks of
four years drawn with replacement."""

import csv
import random
import sys

BLOCK = 4
series = {}
with open(sys.argv[1]) as file:
    for row in csv.DictReader(file):
        series.setdefault(row["series"], []).append(float(row["value"]))
originals = list(series.values())
draw = random.Random(1)
print("series,period,value")
for number in range(int(sys.argv[2])):
    original = draw.choice(originals)
    growths = [after / before for before, after in zip(original, original[1:])]
    values = original[:1]
    while len(values) < len(original):
        begin = draw.randrange(len(growths) - BLOCK + 1)
        for growth in growths[begin : begin + BLOCK]:
            values.append(values[-1] * growth)
    for year, value in enumerate(values[: len(original)]):
        print(f"R{number + 1:05},{1901 + year},{value:.6f}")
