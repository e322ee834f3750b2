# Rscript coverage.R > coverage.csv
# Clopper and Pearson's interval by binom.test.
cat("# Rscript coverage.R > coverage.csv\n")
cat("k,n,confidence,lower,upper\n")
for (case in list(c(0, 1), c(1, 1), c(0, 20), c(20, 20), c(8, 10), c(19, 20), c(1, 300), c(640, 645),
                  c(543, 645), c(50000, 100000)))
  for (confidence in c(.5, .9, .95, .999)) {
    ends <- binom.test(case[1], case[2], conf.level = confidence)$conf.int
    cat(sprintf("%d", case), confidence, format(ends[1], digits = 15), format(ends[2], digits = 15),
        sep = ",")
    cat("\n")
  }
