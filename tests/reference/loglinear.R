# Log-linear trends of public count series (loglinear_series.csv) by R's glm and by MASS::glm.nb, t = 0 in the first
# year, standard errors and Pearson statistic of theirs; for Norway's and Finland's road deaths also degrees 0, 2 and 3,
# and with a made-up exposure 1 + t/10. No fit of glm.nb where it fails (sv_m1) or its theta runs away (driverdeaths).
suppressMessages(library(MASS))
cat("# Rscript loglinear.R > loglinear.csv\n")
series <- read.csv("loglinear_series.csv", comment.char = "#")
exact <- glm.control(epsilon = 1e-14, maxit = 100)
cat("series,family,degree,exposed,b,se,theta,se_theta,log_likelihood,deviance,pearson,aic\n")
digits <- function(x) paste(sprintf("%.14g", x), collapse = " ")
fitted_by <- function(name, family, y, degree, exposed) {
  t <- seq_along(y) - 1
  e <- if (exposed) log(1 + t / 10) else 0 * t
  x <- outer(t, 0:degree, "^")
  fit <- if (family == "poisson") glm(y ~ x + 0 + offset(e), family = poisson, control = exact)
         else suppressWarnings(glm.nb(y ~ x + 0 + offset(e), control = exact))
  theta <- if (family == "poisson") c(NA, NA) else c(fit$theta, fit$SE.theta)
  cat(name, family, degree, as.integer(exposed), digits(coef(fit)), digits(summary(fit)$coefficients[, 2]),
      digits(theta[1]), digits(theta[2]), digits(as.numeric(logLik(fit))), digits(deviance(fit)),
      digits(sum(residuals(fit, "pearson")^2)), digits(AIC(fit)), sep = ",")
  cat("\n")
}
for (i in seq_len(nrow(series))) {
  name <- series$series[i]
  y <- as.numeric(strsplit(series$counts[i], " ")[[1]])
  fitted_by(name, "poisson", y, 1, FALSE)
  if (!name %in% c("sv_m1", "driverdeaths")) fitted_by(name, "negative_binomial", y, 1, FALSE)
  if (!name %in% c("norway", "finland")) next
  for (degree in c(0, 2, 3)) {
    for (family in c("poisson", "negative_binomial")) fitted_by(name, family, y, degree, FALSE)
  }
  for (family in c("poisson", "negative_binomial")) fitted_by(name, family, y, 1, TRUE)
}
