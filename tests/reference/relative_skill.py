"""Relative skill by its definition (Cramer et al. 2022, PNAS 119:e2113561119): geometric means of the ratios of mean
scores on shared targets, the ratio to itself included; four models, a third of the scores left out ("-").
"""

import numpy as np

print("# python3 -m venv .venv && .venv/bin/pip install numpy==2.4.6 && "
      ".venv/bin/python relative_skill.py > relative_skill.csv")
print("model,relative,scaled_by_first,ratios,overlaps,scores")
engine = np.random.default_rng(11)
scores = np.round(engine.gamma(2, 3, (4, 25)) * np.array([[1.0], [0.8], [1.3], [0.9]]), 3)
scores[engine.uniform(size=scores.shape) < 0.33] = np.nan
ratios = np.ones((4, 4))
overlaps = np.zeros((4, 4), dtype=int)
for i in range(4):
    for j in range(4):
        both = ~np.isnan(scores[i]) & ~np.isnan(scores[j])
        overlaps[i, j] = both.sum()
        ratios[i, j] = scores[i][both].mean() / scores[j][both].mean()
relative = np.exp(np.log(ratios).mean(axis=1))
for i in range(4):
    print(",".join([f"model_{i}", repr(float(relative[i])), repr(float(relative[i] / relative[0])),
                    " ".join(repr(float(v)) for v in ratios[i]), " ".join(str(v) for v in overlaps[i]),
                    " ".join("-" if np.isnan(v) else repr(float(v)) for v in scores[i])]))
