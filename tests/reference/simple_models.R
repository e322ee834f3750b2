# Yearly series by R's forecast 8: rwf (naive, drift), meanf and thetaf, 6 years ahead, with 80 and 95 % intervals; for
# naive and drift the log-likelihood from stats::dnorm, for theta alpha, l_0 and squared errors of the smoothing, which
# is forecast::ses(initial = "optimal"). Series: data sets of R, and Norway's and Finland's road deaths.
suppressMessages(library(forecast))
cat("# Rscript simple_models.R > simple_models.csv\n")
counts <- read.csv("loglinear_series.csv", comment.char = "#")
of <- function(name) as.numeric(strsplit(counts$counts[counts$series == name], " ")[[1]])
series <- list(norway = of("norway"), finland = of("finland"), nile = Nile, lake_huron = LakeHuron, air_miles = airmiles,
               us_population = uspop, new_haven = nhtemp, lynx = lynx, short = of("norway")[1:5])
digits <- function(x) paste(sprintf("%.15g", x), collapse = " ")
cat("series,values,model,mean,lower_80,upper_80,lower_95,upper_95,log_likelihood,alpha,level,squares\n")
for (name in names(series)) {
  y <- as.numeric(series[[name]])
  one <- function(model, f, ll = NA, alpha = NA, level = NA, squares = NA) {
    cat(name, digits(y), model, digits(f$mean), digits(f$lower[, 1]), digits(f$upper[, 1]), digits(f$lower[, 2]),
        digits(f$upper[, 2]), digits(ll), digits(alpha), digits(level), digits(squares), sep = ",")
    cat("\n")
  }
  steps <- diff(y)
  normal <- function(e, m) sum(dnorm(e, m, sqrt(mean((e - m)^2)), log = TRUE))
  one("naive", rwf(y, h = 6), normal(steps, 0))
  one("drift", rwf(y, h = 6, drift = TRUE), normal(steps, mean(steps)))
  one("mean", meanf(y, h = 6), normal(y, mean(y)))
  ses <- ses(y, initial = "optimal")$model
  one("theta", thetaf(y, h = 6), NA, ses$par["alpha"], ses$par["l"], sum(residuals(ses)^2))
}
