# Rscript speed.R SERIES.csv MODEL [CORES]: what benchmarks/speed.cpp prints, of R's package forecast: ets, auto.arima,
# thetaf (which does not fit apart from the forecast), and forecast.ets by 5,000 simulated paths.
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
model <- arguments[2]
cores <- if (length(arguments) > 2) as.integer(arguments[3]) else 1L
data <- read.csv(arguments[1])
series <- lapply(split(data$value, factor(data$series, unique(data$series))), ts)
each <- function(over, f) if (cores == 1) lapply(over, f) else parallel::mclapply(over, f, mc.cores = cores)
timed <- function(over, f) {
  invisible(lapply(head(over, 5), f))
  time <- system.time(found <- each(over, f))
  if (any(sapply(found, inherits, "try-error"))) stop("a fit failed")
  1e6 * (if (cores == 1) time[["user.self"]] + time[["sys.self"]] else time[["elapsed"]]) / length(over)
}
to_fit <- 0
if (model == "paths") {
  to_forecast <- timed(lapply(series, ets), function(fit) forecast(fit, h = 6, simulate = TRUE, npaths = 5000))
} else if (model == "theta") {
  to_forecast <- timed(series, function(y) thetaf(y, h = 6))
} else {
  fitted <- list(ets = ets, arima = auto.arima)[[model]]
  if (cores == 1) to_fit <- timed(series, fitted)
  to_forecast <- timed(series, function(y) forecast(fitted(y), h = 6))
}
cat(sprintf("%s,%d,%.2f,%.2f\n", model, length(series), to_fit, to_forecast))
