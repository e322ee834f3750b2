# Rscript benchmarks/peers/arima_orders.R m3_yearly_train.csv 2 > arima_orders_r.csv
# The log-likelihood and the coefficients that R's forecast::Arima finds for every series of a file (series,period,value)
# and every order p, q = 0 .. LARGEST, d = 0, 1, 2, with and without a constant (mean for d = 0, drift for d = 1). The
# differences are taken first: the likelihood is the same, but R's filter starts a level with a variance of 10^6, and what
# it reports for d > 0 is off by up to 10^-4.
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
largest <- as.integer(arguments[2])
skip <- if (length(arguments) > 2) as.integer(arguments[3]) else -1L  # orders with p, q <= SKIP are left out
cat("series,p,d,q,constant,loglik,coefficients\n")
for (name in unique(data$series)) {
  y <- ts(data$value[data$series == name])
  for (d in 0:2) for (constant in (if (d < 2) 0:1 else 0)) for (p in 0:largest) for (q in 0:largest) {
    if (p <= skip && q <= skip) next
    x <- if (d == 0) y else diff(y, differences = d)
    fit <- NULL
    for (method in c("CSS-ML", "ML")) {
      fit <- tryCatch(suppressWarnings(Arima(x, c(p, 0, q), include.mean = constant == 1, method = method)),
                      error = function(e) NULL)
      if (!is.null(fit)) break
    }
    if (is.null(fit)) next
    cat(sprintf("%s,%d,%d,%d,%d,%.12g,%s\n", name, p, d, q, constant, fit$loglik,
                paste(sprintf("%.15g", coef(fit)), collapse = " ")))
  }
}
