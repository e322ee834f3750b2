# Fits and forecasts by tsglm of tscount (Liboschik, Fokianos and Fried 2017) of its series campy, with the interventions
# of its vignette (a level shift in 84, a spike in 100), and of R's Seatbelts (van drivers killed until 1981, by petrol
# price and time in years).
suppressMessages(library(tscount))
cat("# Rscript ingarch_tscount.R > ingarch_tscount.csv\n")
cat("series,link,family,past_observations,past_means,regressors,coefficients,size,log_likelihood,forecast\n")
list_of <- function(v, f = "%.12g") if (length(v)) paste(sprintf(f, v), collapse = " ") else "-"
one <- function(name, y, obs, means, link, distr, xreg, regressors, future = NULL, ahead = 0) {
  fit <- tsglm(y, model = list(past_obs = obs, past_mean = means), link = link, distr = distr, xreg = xreg)
  means_ahead <- if (ahead > 0) predict(fit, n.ahead = ahead, level = 0, newxreg = future)$pred
  cat(paste(name, if (link == "log") "logarithm" else link, if (distr == "nbinom") "negative_binomial" else distr,
            list_of(obs, "%d"), list_of(means, "%d"), regressors, list_of(coef(fit)),
            if (distr == "nbinom") sprintf("%.10g", fit$distrcoefs) else "0", sprintf("%.10g", c(logLik(fit))),
            list_of(means_ahead, "%.10g"), sep = ","), "\n", sep = "")
}
steps <- interv_covariate(n = length(campy), tau = c(84, 100), delta = c(1, 0))
one("campy", campy, 1, 13, "identity", "poisson", steps, "interventions")
one("campy", campy, 1, 13, "identity", "nbinom", steps, "interventions")
one("campy", campy, 1, 1, "identity", "poisson", NULL, "-", ahead = 4)
one("campy", campy, 1, 1, "log", "nbinom", NULL, "-", ahead = 4)
vans <- window(Seatbelts[, "VanKilled"], end = c(1981, 12))
price <- cbind(Seatbelts[, "PetrolPrice"], seq_along(Seatbelts[, "PetrolPrice"]) / 12)
known <- seq_along(vans)
one("vans", vans, c(1, 12), NULL, "log", "poisson", price[known, ], "price_and_time",
    future = price[length(vans) + 1:12, ], ahead = 12)
