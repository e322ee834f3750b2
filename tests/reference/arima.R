# ARIMA models on series of R (datasets), road deaths in Norway 1970-2003 and made-up ones. Kinds of rows:
# - fixed: stats::arima at fixed parameters. The log-likelihood of a complete series is that of its differences, which
#   has no diffuse start. Otherwise, and for means and standard deviations of the next 8 values, the start has the
#   variance 10^9 and the line through the first value with the slope c is taken out before and added after.
# - best: what forecast::Arima reaches on the differenced series, the better of its methods CSS-ML and ML. Not for the
#   growing series with d = 0: R leaves first values whose variance exceeds 10^4 sigma^2 out of its likelihood.
# - kpss: urca::ur.kpss with the lags of forecast::ndiffs, then ndiffs itself.
# - auto: forecast::auto.arima without approximations, and its log-likelihood (of its filter, see above).
# Lists are separated by spaces.
suppressMessages({library(forecast); library(urca)})
cat("# Rscript arima.R > arima.csv\n")
cat("kind,name,p,d,q,constant,values,ar,ma,c,means,sds,statistic\n")
spaced <- function(x) paste(sprintf("%.15g", x), collapse = " ")
row <- function(kind, name, order, constant, y, ar = NULL, ma = NULL, c = NULL, statistic = NULL, means = NULL,
                sds = NULL) {
  cat(kind, name, order[1], order[2], order[3], constant, gsub("NA", "?", spaced(y)), spaced(ar), spaced(ma),
      spaced(c), spaced(means), spaced(sds), spaced(statistic), sep = ",")
  cat("\n")
}
norway <- c(560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338, 401, 409, 407, 402, 452, 398, 378, 381, 332,
            323, 325, 281, 283, 305, 255, 303, 352, 304, 341, 275, 312, 280)
series <- list(norway = norway, nile = as.numeric(Nile), huron = as.numeric(LakeHuron), lynx = log(as.numeric(lynx)),
               nhtemp = as.numeric(nhtemp), www = as.numeric(WWWusage), uspop = as.numeric(uspop),
               discoveries = as.numeric(discoveries), presidents = as.numeric(presidents), lh = as.numeric(lh),
               airmiles = as.numeric(airmiles), rivers = log(as.numeric(rivers)))

fixed <- function(name, y, d, ar = NULL, ma = NULL, c = 0) {
  t <- seq_along(y) - 1
  line <- if (d == 0) c + 0 * t else if (d == 1) y[1] + c * t else y[1] + 0 * t
  ahead <- length(y) - 1 + seq_len(8)
  beyond <- if (d == 0) c + 0 * ahead else if (d == 1) y[1] + c * ahead else y[1] + 0 * ahead
  filter <- function(x, d) arima(x, c(length(ar), d, length(ma)), include.mean = FALSE, fixed = c(ar, ma),
                                 transform.pars = FALSE, method = "ML", kappa = 1e9)
  fit <- filter(y - line, d)
  next_values <- predict(fit, 8)
  loglik <- if (d == 0 || anyNA(y)) fit$loglik else filter(diff(y - line, differences = d), 0)$loglik
  row("fixed", name, c(length(ar), d, length(ma)), as.integer(d < 2), y, ar, ma, c, loglik,
      next_values$pred + beyond, next_values$se)
}
fixed("norway", norway, 0, 0.7, NULL, 400)
fixed("norway", norway, 0, c(0.5, 0.3), c(0.2), 380)
fixed("norway", norway, 1, NULL, -0.3744663, -8.0246146)
fixed("norway", norway, 1, c(0.2, -0.3), c(-0.4, 0.1), -7)
fixed("norway", norway, 2, NULL, c(-1.2, 0.4))
fixed("norway", norway, 2, c(-0.3), c(-0.7))
fixed("lynx", series$lynx, 0, c(1.1, -0.2, -0.1, -0.2, 0.1), c(0.1, 0.2, -0.1, 0.05, 0.1), 6.6)
fixed("nile", series$nile, 1, c(0.25), c(-0.85), -2)
holes <- norway
holes[c(2, 6, 7, 20, 33)] <- NA
fixed("holes", holes, 0, c(0.5, 0.3), c(0.2), 380)
fixed("holes", holes, 1, c(0.2, -0.3), c(-0.4, 0.1), -7)
fixed("holes", holes, 2, c(-0.3), c(-0.7))

reach <- function(x, order, constant) {
  found <- sapply(c("CSS-ML", "ML"), function(method) {
    fit <- tryCatch(suppressWarnings(Arima(x, order, include.mean = constant, method = method)),
                    error = function(e) NULL)
    if (is.null(fit)) -Inf else fit$loglik
  })
  max(found)
}
for (name in c("norway", "nile", "lynx", "uspop")) {
  y <- series[[name]]
  for (order in list(c(1, 0, 1), c(2, 0, 2), c(0, 1, 1), c(2, 1, 2), c(1, 2, 2))) {
    d <- order[2]
    if (name == "uspop" && d == 0) next
    for (constant in (if (d < 2) 0:1 else 0)) {
      x <- if (d == 0) y else diff(y, differences = d)
      row("best", name, order, constant, y, statistic = reach(x, c(order[1], 0, order[3]), constant == 1))
    }
  }
}
for (name in names(series)) {
  y <- series[[name]]
  known <- y[!is.na(y)]
  test <- ur.kpss(known, type = "mu", use.lag = trunc(3 * sqrt(length(known)) / 13))
  row("kpss", name, c(0, ndiffs(y), 0), 0, y, statistic = test@teststat)
}
for (name in setdiff(names(series), "lynx")) {  # its search goes another way where one peak is higher than R's
  y <- series[[name]]
  fit <- auto.arima(y, approximation = FALSE)
  row("auto", name, arimaorder(fit)[1:3], as.integer(any(names(coef(fit)) %in% c("intercept", "drift"))), y,
      statistic = fit$loglik)
}
