# Rscript years_ahead.R FOLDER > years_ahead_r.csv: R's ets and auto.arima (package forecast) of log(1 + count), one to
# three years ahead, for the series and origins of benchmarks/backtest_years_ahead.cpp, which reads what this prints:
# the normal law of log(1 + count) by method, series, origin and horizon; FOLDER as there. The mean is the point
# forecast and the standard deviation that of the 95 % interval, also where R simulates the interval (multiplicative
# errors or trends). Takes a minute.
suppressMessages(library(forecast))
folder <- commandArgs(trailingOnly = TRUE)[1]
if (!file.exists(file.path(folder, "ucdp_countries_yearly.csv"))) {
  message("skipped: no ucdp_countries_yearly.csv in '", folder, "'; usage: Rscript years_ahead.R FOLDER")
  quit()
}
read_tallies <- function(file) {
  rows <- read.csv(file.path(folder, file))[, c("series", "period", "count")]
  rows <- rows[grepl("^[0-9]{4}$", rows$period), ]
  rows$period <- as.integer(rows$period)
  split(rows, factor(rows$series, unique(rows$series)))
}
panel <- c(read_tallies("odmp_us_police.csv"), read_tallies("ucdp_pakistan.csv"),
           Filter(function(rows) sum(rows$count >= 25) >= 15, read_tallies("ucdp_countries_yearly.csv")))
cat("method,series,origin,horizon,mean,sd\n")
for (name in names(panel)) {
  rows <- panel[[name]]
  stopifnot(all(diff(rows$period) == 1), rows$count == round(rows$count))
  for (n in 8:(nrow(rows) - 1)) {
    past <- ts(log1p(rows$count[1:n]))
    for (method in c("ets", "auto.arima")) {
      law <- forecast(match.fun(method)(past), h = 3, level = 95)
      sd <- (law$upper[, 1] - law$lower[, 1]) / (2 * qnorm(.975))
      cat(sprintf("%s,%s,%d,%d,%.9g,%.9g\n", method, name, rows$period[n], 1:3, law$mean, sd), sep = "")
    }
  }
}
