# Log-likelihoods of INGARCH models at made-up coefficients, by the recursion in plain R with R's dpois and dnbinom: two
# series, both links, several lags, regressors (1, 2, 3, ... over 10, and 1 from the 6th year on), NA a missing year.
cat("# Rscript ingarch.R > ingarch.csv\n")
cat("counts,link,past_observations,past_means,regressors,coefficients,size,log_likelihood\n")
one <- function(y, log, obs, means, regressors, coefficients, size) {
  g <- if (log) function(x) base::log(x + 1) else identity
  b0 <- coefficients[1]
  b <- coefficients[1 + seq_along(obs)]
  a <- coefficients[1 + length(obs) + seq_along(means)]
  c <- coefficients[1 + length(obs) + length(means) + seq_len(regressors)]
  start <- b0 / (1 - sum(a) - sum(b))
  n <- length(y)
  x <- cbind((1:n) / 10, as.numeric(1:n >= 6))[, seq_len(regressors), drop = FALSE]
  eta <- past <- rep(NA, n)
  before <- function(of, t, lag) if (t > lag) of[t - lag] else start
  sum_of <- 0
  for (t in 1:n) {
    eta[t] <- b0 + sum(c * x[t, ])
    for (i in seq_along(obs)) eta[t] <- eta[t] + b[i] * before(past, t, obs[i])
    for (i in seq_along(means)) eta[t] <- eta[t] + a[i] * before(eta, t, means[i])
    m <- if (log) exp(eta[t]) else eta[t]
    past[t] <- if (is.na(y[t])) g(m) else g(y[t])
    if (is.na(y[t])) next
    sum_of <- sum_of + if (size > 0) dnbinom(y[t], mu = m, size = size, log = TRUE) else dpois(y[t], m, log = TRUE)
  }
  list_of <- function(v) if (length(v)) paste(v, collapse = " ") else "-"
  cat(paste(list_of(y), if (log) "logarithm" else "identity", list_of(obs), list_of(means), regressors,
            list_of(coefficients), size, sprintf("%.15g", sum_of), sep = ","), "\n", sep = "")
}
few <- c(4, 0, 7, 12, 3, 9, 15, 8, 2, 11)
gaps <- c(120, NA, 95, 300, 210, NA, NA, 160, 90, 250, NA)
for (size in c(0, 3.5)) {
  one(few, FALSE, 1, 1, 0, c(2, .4, .3), size)
  one(few, FALSE, c(1, 3), 2, 2, c(1.5, .2, .1, .35, .4, 2.5), size)
  one(few, FALSE, integer(), integer(), 1, c(5, 3), size)
  one(few, TRUE, 1, 1, 0, c(.8, -.3, .6), size)
  one(few, TRUE, c(2, 1), c(1, 4), 1, c(.9, .25, .3, .2, -.5, -.15), size)
  one(gaps, FALSE, 1, 1, 0, c(40, .5, .3), size * 10)
  one(gaps, FALSE, c(1, 2), 1, 1, c(20, .3, .2, .4, 12), size * 10)
  one(gaps, TRUE, 1, 1, 2, c(1.1, .45, .3, .2, -.4), size * 10)
  one(gaps, TRUE, c(1, 2), c(2), 0, c(2, .3, .2, .1), size * 10)
}
