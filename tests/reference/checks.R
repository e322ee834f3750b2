# Checks of a Poisson log-linear trend (glm): Cameron and Trivedi's regression tests of overdispersion by lm, Dean's
# (1992) P_B and P_C as they are defined, with the leverages of glm, Ljung-Box at lag 5 on Pearson residuals by Box.test,
# and the change of the slope when one year is left out, by refitting. Road deaths a year in Norway and Finland
# (1970-2003) and deaths by horse kicks in the Prussian army (1875-1894; Bortkiewicz 1898). Middle quantile residuals by
# ppois and qnorm. Lists are separated by spaces.
cat("# Rscript checks.R > checks.csv\n")
series <- list(
  norway = c(560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338, 401, 409, 407, 402, 452, 398, 378, 381, 332,
             323, 325, 281, 283, 305, 255, 303, 352, 304, 341, 275, 312, 280),
  finland = c(1055, 1143, 1156, 1086, 865, 910, 804, 709, 610, 650, 551, 555, 569, 604, 541, 541, 612, 581, 653, 734,
              649, 632, 601, 484, 480, 441, 404, 438, 400, 431, 396, 433, 415, 379),
  horse_kicks = c(3, 5, 7, 9, 10, 18, 6, 14, 11, 9, 5, 11, 15, 6, 11, 17, 12, 15, 8, 4))
spaced <- function(x) paste(sprintf("%.15g", x), collapse = " ")
upper <- function(z) pnorm(z, lower.tail = FALSE)
cat("series,ct_linear,ct_linear_p,ct_quadratic,ct_quadratic_p,dean_linear,dean_linear_p,dean_quadratic,",
    "dean_quadratic_p,ljung_box,ljung_box_p,slope,counts,means,leverages,mid_residuals,slope_changes\n", sep = "")
for (name in names(series)) {
  y <- series[[name]]
  t <- seq_along(y) - 1
  tight <- glm.control(epsilon = 1e-14, maxit = 100)
  fit <- glm(y ~ t, family = poisson, control = tight)
  mu <- fitted(fit)
  h <- hatvalues(fit)
  excess <- ((y - mu)^2 - y) / mu
  linear <- summary(lm(excess ~ 1))$coefficients[1, "t value"]
  quadratic <- summary(lm(excess ~ mu + 0))$coefficients[1, "t value"]
  score <- (y - mu)^2 - y + h * mu
  dean_quadratic <- sum(score) / sqrt(2 * sum(mu^2))
  dean_linear <- sum(score / mu) / sqrt(2 * length(y))
  box <- Box.test(residuals(fit, "pearson"), lag = 5, type = "Ljung-Box")
  below <- (ppois(y - 1, mu) + ppois(y, mu)) / 2
  above <- (ppois(y - 1, mu, lower.tail = FALSE) + ppois(y, mu, lower.tail = FALSE)) / 2
  middle <- ifelse(below < above, qnorm(below), qnorm(above, lower.tail = FALSE))
  changes <- sapply(seq_along(y), function(i) coef(glm(y ~ t, family = poisson, subset = -i, control = tight))[2] -
                                              coef(fit)[2])
  cat(name, sprintf("%.15g", c(linear, upper(linear), quadratic, upper(quadratic), dean_linear, upper(dean_linear),
                               dean_quadratic, upper(dean_quadratic), box$statistic, box$p.value, coef(fit)[2])),
      spaced(y), spaced(mu), spaced(h), spaced(middle), spaced(changes), sep = ",")
  cat("\n")
}
