# Rscript automatic_arima.R SERIES.csv > automatic_arima_r.csv: what forecast::auto.arima chooses for each series of a file
# (series,period,value), its AICc, and the milliseconds of processor time that it takes.
suppressMessages(library(forecast))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
cat("series,p,d,q,constant,aicc,milliseconds\n")
for (name in unique(data$series)) {
  y <- ts(data$value[data$series == name])
  time <- system.time(fit <- auto.arima(y))
  order <- arimaorder(fit)
  cat(sprintf("%s,%d,%d,%d,%d,%.9g,%.4g\n", name, order[1], order[2], order[3],
              any(names(coef(fit)) %in% c("drift", "intercept")), fit$aicc, 1000 * time[["user.self"]]))
}
