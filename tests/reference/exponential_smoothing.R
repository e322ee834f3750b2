# Rscript exponential_smoothing.R > exponential_smoothing.csv
# Fits of forecast::ets (package forecast 8.20) of every form without a season, with multiplicative trends too, and what
# the fit holds at the parameters that it stopped at: its log-likelihood, residual variance, levels and growths after
# each year (from before the first), fitted values, and the mean and standard deviation of six years ahead ("none" for
# multiplicative trends, whose forecasts R simulates). Road deaths in Norway (1970-2003), and of R's own data the flow of
# the Nile, passenger miles on US airlines and the level of Lake Huron. Lists are separated by spaces.
suppressMessages(library(forecast))
norway <- c(560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338, 401, 409, 407, 402, 452, 398, 378, 381, 332,
            323, 325, 281, 283, 305, 255, 303, 352, 304, 341, 275, 312, 280)
series <- list(norway = norway, nile = as.numeric(Nile), airmiles = as.numeric(airmiles), huron = as.numeric(LakeHuron))
digits <- function(x) paste(sprintf("%.15g", x), collapse = " ")
cat("# Rscript exponential_smoothing.R > exponential_smoothing.csv\n")
cat("series,form,values,alpha,beta,phi,level,growth,log_likelihood,aicc,residual_variance,levels,growths,fitted,means,sds\n")
for (name in names(series)) {
  for (model in c("ANN", "AAN", "AAdN", "AMN", "AMdN", "MNN", "MAN", "MAdN", "MMN", "MMdN")) {
    damped <- grepl("d", model)
    fit <- ets(ts(series[[name]]), model = sub("d", "", model), damped = damped, restrict = FALSE)
    par <- function(p) if (p %in% names(fit$par)) fit$par[[p]] else 0
    ahead <- c("none", "none")
    if (!grepl("^.M", model)) {
      f <- forecast(fit, h = 6, level = 95)
      ahead <- c(digits(f$mean), digits((f$upper - f$mean) / qnorm(.975)))
    }
    growths <- if (ncol(fit$states) > 1) fit$states[, 2] else rep(0, nrow(fit$states))
    phi <- if (damped) par("phi") else if (grepl("^.N", model)) 0 else 1
    cat(name, model, digits(series[[name]]), digits(par("alpha")), digits(par("beta")), digits(phi), digits(par("l")),
        digits(par("b")), digits(fit$loglik), digits(fit$aicc), digits(fit$sigma2), digits(fit$states[, 1]),
        digits(growths), digits(fit$fitted), ahead[1], paste0(ahead[2], "\n"), sep = ",")
  }
}
