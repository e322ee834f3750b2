# python3 arima_likelihood.py > arima_likelihood.csv
# The exact Gaussian log-likelihood of ARMA processes near unit roots, at sigma^2 at its best and, with a constant, c at
# its best too: by the covariance matrix and its Cholesky factor, in 80 digits (mpmath). Lists are separated by spaces.
import mpmath as mp

mp.mp.dps = 80
print("# python3 arima_likelihood.py > arima_likelihood.csv")
print("constant,values,ar,ma,loglik")


def autocovariances(ar, ma, count):
    p, q = len(ar), len(ma)
    r = max(p, q)
    phi = [mp.mpf(1)] + [-a for a in ar]
    theta = [mp.mpf(1)] + list(ma)
    psi = []
    for j in range(q + 1):
        psi.append(theta[j] + sum(ar[i - 1] * psi[j - i] for i in range(1, min(j, p) + 1)))
    system = mp.zeros(r + 1)
    right = mp.zeros(r + 1, 1)
    for k in range(r + 1):
        for i in range(p + 1):
            system[k, abs(k - i)] += phi[i]
        right[k] = sum(theta[j] * psi[j - k] for j in range(k, q + 1))
    first = mp.lu_solve(system, right)
    gamma = list(first)
    while len(gamma) < count:
        gamma.append(sum(ar[i] * gamma[len(gamma) - 1 - i] for i in range(p)))
    return gamma


def log_likelihood(x, ar, ma, constant):
    n = len(x)
    gamma = autocovariances(ar, ma, n)
    root = mp.cholesky(mp.matrix(n, n) + mp.matrix([[gamma[abs(i - j)] for j in range(n)] for i in range(n)]))
    a = mp.lu_solve(root, mp.matrix(x))
    b = mp.lu_solve(root, mp.ones(n, 1))
    squares = (a.T * a)[0]
    if constant:
        squares -= (a.T * b)[0] ** 2 / (b.T * b)[0]
    log_det = 2 * sum(mp.log(root[i, i]) for i in range(n))
    return -(n * (mp.log(2 * mp.pi * squares / n) + 1) + log_det) / 2


values = [3.25, 4.5, 4.125, 6.75, 7.5, 6.25, 8.0, 9.375, 8.5, 10.25, 9.75, 12.5]
cases = [
    ([], [-0.999999]),
    ([0.999999999], []),
    ([0.99999], [0.4]),
    ([0.99999], [-0.9999]),
    ([1.99997, -0.99998], []),
    ([1.9999, -0.99991], [-0.5, 0.3]),
    ([0.5], [-1.2, 0.99999]),
    ([-0.3, 0.2, 0.1, 0.3, 0.2], [0.4, -0.1, 0.2, 0.3, -0.2]),
]
for ar, ma in cases:
    for constant in (0, 1):
        result = log_likelihood([mp.mpf(v) for v in values], [mp.mpf(repr(a)) for a in ar], [mp.mpf(repr(m)) for m in ma], constant)
        print(constant, " ".join(map(repr, values)), " ".join(map(repr, ar)), " ".join(map(repr, ma)), mp.nstr(result, 15), sep=",")
