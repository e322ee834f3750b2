# python3 tests/reference/student_t.py > tests/reference/student_t.csv
# P(T > t) of Student's t law, as half the regularised incomplete beta function, by mpmath in 40 digits.
from mpmath import betainc, mp, mpf, nstr

mp.dps = 40
print("# python3 tests/reference/student_t.py > tests/reference/student_t.csv")
print("degrees,t,exceeds")
for degrees in ("0.01", "0.7", "1", "2", "3", "5", "12", "17", "38.5", "120", "1000", "1001"):
    for t in ("1e-9", "0.01", "0.6", "1.1", "1.3", "1.6", "2.5", "4", "7", "15", "40", "3e4"):
        n, at = mpf(degrees), mpf(t)
        exceeds = betainc(n / 2, mpf(1) / 2, 0, n / (n + at * at), regularized=True) / 2
        if exceeds > mpf("1e-250"):
            print(f"{degrees},{t},{nstr(exceeds, 18)}")
