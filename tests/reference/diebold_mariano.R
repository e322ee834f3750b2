# Rscript diebold_mariano.R > diebold_mariano.csv
# dm.test of R's forecast 8.20 on errors of naive and drift forecasts of the Nile's flow, and on made-up errors whose
# difference alternates, so that the variance with one lag is negative. horizon_used: where R says that it went on with
# h = 1.
suppressMessages(library(forecast))
spaced <- function(x) paste(sprintf("%.15g", x), collapse = " ")
cat("# Rscript diebold_mariano.R > diebold_mariano.csv\n")
cat("case,horizon,power,alternative,variance,statistic,p_value,horizon_used,first,second\n")
nile <- as.numeric(Nile)
origins <- 30:54
rounded <- function(x) round(x, 2)
naive <- sapply(origins, function(t) nile[t + 1] - nile[t])
drift <- sapply(origins, function(t) nile[t + 1] - (nile[t] + (nile[t] - nile[1]) / (t - 1)))
averages <- sapply(origins, function(t) nile[t + 1] - mean(nile[1:t]))
cases <- list(
  nile_drift = list(rounded(naive), rounded(drift)), nile_mean = list(rounded(naive), rounded(averages)),
  alternating = list(c(1, 2, 1, 2, 1, 2.1, 1, 2), c(2, 1, 2, 1, 2, 1, 2, 1.3)))
for (name in names(cases)) {
  first <- cases[[name]][[1]]
  second <- cases[[name]][[2]]
  for (horizon in c(1, 2, 3, 5)) for (power in c(1, 2, 1.5)) for (variance in c("acf", "bartlett")) {
    for (alternative in if (power == 2) c("two.sided", "less", "greater") else "two.sided") {
      used <- horizon
      test <- withCallingHandlers(
        dm.test(first, second, alternative = alternative, h = horizon, power = power, varestimator = variance),
        warning = function(w) {
          used <<- 1
          invokeRestart("muffleWarning")
        })
      cat(name, horizon, power, alternative, variance, format(unname(test$statistic), digits = 15),
          format(unname(test$p.value), digits = 15), used, spaced(first), spaced(second), sep = ",")
      cat("\n")
    }
  }
}
