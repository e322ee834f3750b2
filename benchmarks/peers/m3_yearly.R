# The scores of R's forecasts on M3 yearly, in R alone: what benchmarks/m3_yearly.cpp prints of them, to the last digit.
#   Rscript m3_yearly.R FOLDER R_CSV
# FOLDER and R_CSV as there.
given <- commandArgs(trailingOnly = TRUE)
train <- read.csv(file.path(given[1], "m3_yearly_train.csv"))
test <- read.csv(file.path(given[1], "m3_yearly_test.csv"))
forecasts <- read.csv(given[2])
history <- split(train$value, train$series)
outcome <- split(test$value, test$series)
cat("method,smape,mase,msis,coverage_95\n")
for (method in sort(unique(forecasts$method))) {
  by_series <- split(forecasts[forecasts$method == method, ], forecasts$series_id[forecasts$method == method])
  each <- sapply(names(by_series), function(name) {
    f <- by_series[[name]][order(by_series[[name]]$t), ]
    y <- outcome[[name]]
    scale <- mean(abs(diff(history[[name]])))
    c(mean(200 * abs(y - f$mean) / (abs(y) + abs(f$mean))), mean(abs(y - f$mean)) / scale,
      mean(f$hi95 - f$lo95 + 40 * pmax(f$lo95 - y, 0) + 40 * pmax(y - f$hi95, 0)) / scale,
      mean(f$lo95 <= y & y <= f$hi95))
  })
  cat(method, sprintf("%.8f", rowMeans(each)), sep = ",")
  cat("\n")
}
