# Rscript point.R > point.csv
# accuracy() of R's forecast 8.20 for naive, mean and drift forecasts of yearly series: RMSE, MAE and MASE on the test
# part. MASE's scale is the naive forecast's mean absolute error in the training part.
suppressMessages(library(forecast))
cat("# Rscript point.R > point.csv\n")
cat("series,method,rmse,mae,mase,history,actual,forecast\n")
spaced <- function(x) paste(sprintf("%.15g", as.numeric(x)), collapse = " ")
for (name in c("lynx", "Nile", "LakeHuron", "sunspot.year")) {
  y <- ts(tail(as.numeric(get(name)), 40))
  history <- window(y, end = 32)
  actual <- window(y, start = 33)
  forecasts <- list(naive = naive(history, 8), mean = meanf(history, 8), drift = rwf(history, 8, drift = TRUE))
  for (method in names(forecasts)) {
    figures <- accuracy(forecasts[[method]], actual)["Test set", c("RMSE", "MAE", "MASE")]
    cat(name, method, gsub(" ", ",", spaced(figures)), spaced(history), spaced(actual),
        spaced(forecasts[[method]]$mean), sep = ",")
    cat("\n")
  }
}
