# Rscript calibration.R > calibration.csv
# `exact`: Z*_s and Z_s of Wei and Held (2014) with the moments of the score summed over 0 ... 200,000. `surveillance`:
# calibrationTest of surveillance 1.20.3 with the tolerance 1e-4, its default, as its tests have it; tight: 1e-12 (rps:
# 1e-10). Its moments of logs and rps are sums cut off by that tolerance.
suppressMessages(library(surveillance))
cat("# Rscript calibration.R > calibration.csv\n")
cat("score,law,exact,exact_by_spread,surveillance,surveillance_by_spread,surveillance_tight\n")
mu <- c(.1, 1, 3, 6, pi, 100)
y <- c(0, 0, 2, 14, 5, 63)
sizes <- list(poisson = NULL, one_size = rep(.5, 6), many_sizes = c(.1, .1, 10, 10, 100, 100))
k <- 0:200000
score_of <- function(score, i, size) {
  log_p <- if (is.null(size)) dpois(k, mu[i], log = TRUE) else dnbinom(k, mu = mu[i], size = size[i], log = TRUE)
  p <- exp(log_p)
  s <- if (score == "dss") {
    v <- mu[i] + if (is.null(size)) 0 else mu[i]^2 / size[i]
    (k - mu[i])^2 / v + log(v)
  } else if (score == "logs") {
    ifelse(p > 0, -log_p, 0)
  } else {
    upper <- if (is.null(size)) ppois(k, mu[i], lower.tail = FALSE) else
      pnbinom(k, mu = mu[i], size = size[i], lower.tail = FALSE)
    lower <- 1 - upper
    rev(cumsum(rev(upper^2))) + c(0, cumsum(lower^2)[-length(k)])
  }
  e <- sum(p * s)
  c(s[y[i] + 1] - e, sum(p * (s - e)^2))
}
digits <- function(x) format(unname(x), digits = 15)
for (score in c("dss", "logs", "rps")) for (law in names(sizes)) {
  size <- sizes[[law]]
  moments <- sapply(1:6, function(i) score_of(score, i, size))
  test <- function(...) calibrationTest(y, mu = mu, size = size, which = score, ...)$statistic
  cat(score, law, digits(sum(moments[1, ] / sqrt(moments[2, ])) / sqrt(6)),
      digits(sum(moments[1, ]) / sqrt(sum(moments[2, ]))), digits(test()), digits(test(method = 1)),
      digits(test(tolerance = if (score == "rps") 1e-10 else 1e-12)), sep = ",")
  cat("\n")
}
