# Rscript automatic_arima.R SERIES.csv > automatic_arima_r.csv: what forecast::auto.arima chooses for each series of a file
# (series,period,value), and its AICc.
suppressMessages(library(forecast))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
cat("series,p,d,q,constant,aicc\n")
for (name in unique(data$series)) {
  fit <- auto.arima(ts(data$value[data$series == name]))
  order <- arimaorder(fit)
  cat(sprintf("%s,%d,%d,%d,%d,%.9g\n", name, order[1], order[2], order[3],
              any(names(coef(fit)) %in% c("drift", "intercept")), fit$aicc))
}
