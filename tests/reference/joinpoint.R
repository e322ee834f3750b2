# Road deaths in Finland, 1970-2003 (Commandeur and Koopman 2007): the best connected fit with 0 to 3 joints on the years,
# two observations outside and between the joints, by fitting every placement with glm, MASS::glm.nb and lm in the basis of
# truncated lines; and what segmented finds for Poisson with a joint between years.
suppressPackageStartupMessages({library(MASS); library(segmented)})
cat("# Rscript joinpoint.R > joinpoint.csv\n")
y <- c(1055, 1143, 1156, 1086, 865, 910, 804, 709, 610, 650, 551, 555, 569, 604, 541, 541, 612, 581, 653, 734, 649, 632,
       601, 484, 480, 441, 404, 438, 400, 431, 396, 433, 415, 379)
t <- seq_along(y) - 1
n <- length(y)
design <- function(at) cbind(1, t, do.call(cbind, lapply(at, function(j) pmax(t - j, 0))))
fits <- list(
  poisson = function(x) glm(y ~ x - 1, family = poisson, control = glm.control(epsilon = 1e-14, maxit = 100)),
  negative_binomial = function(x) suppressWarnings(
    glm.nb(y ~ x - 1, control = glm.control(epsilon = 1e-12, maxit = 200))),
  log_normal = function(x) lm(log(y) ~ x - 1))
# -logLik of the log counts and of the counts differ by a constant.
loss <- function(fit) -as.numeric(logLik(fit))
placements <- function(k) {
  if (k == 0) return(list(integer(0)))
  all <- combn(2:(n - 3), k, simplify = FALSE)
  if (k == 1) all else Filter(function(at) min(diff(at)) >= 3, all)
}
cat("family,joints,years,log_likelihood,deviance,first_slope,first_slope_se,last_slope,last_slope_se,size\n")
for (family in names(fits)) {
  for (k in 0:3) {
    all <- placements(k)
    losses <- sapply(all, function(at) loss(fits[[family]](design(at))))
    at <- all[[which.min(losses)]]
    fit <- fits[[family]](design(at))
    sum_all <- c(0, rep(1, k + 1))
    first <- c(0, 1, rep(0, k))
    v <- if (family == "negative_binomial") summary(fit, dispersion = 1)$cov.scaled else vcov(fit)
    # NCI's degrees of freedom count the joints.
    if (family == "log_normal") v <- v * (n - k - 2) / (n - 2 * k - 2)
    se <- function(w) sqrt(drop(t(w) %*% v %*% w))
    likelihood <- -min(losses) - if (family == "log_normal") sum(log(y)) else 0
    cat(family, k, paste(1970 + at, collapse = " "),
        sprintf("%.12g,%.12g,%.12g,%.8g,%.12g,%.8g,%.10g", likelihood, deviance(fit), sum(coef(fit) * first), se(first),
                sum(coef(fit) * sum_all), se(sum_all), if (family == "negative_binomial") fit$theta else Inf), sep = ",")
    cat("\n")
  }
}
o <- segmented(glm(y ~ t, family = poisson), seg.Z = ~t, psi = 8)
cat("segmented", 1, sprintf("%.6f,%.12g,%.10g,%.8g", 1970 + o$psi[, "Est."], as.numeric(logLik(o)), deviance(o),
                           slope(o)$t[1, 1]), sep = ",")
cat(sprintf(",%.6g,%.8g,%.6g,Inf\n", slope(o)$t[1, 2], slope(o)$t[2, 1], slope(o)$t[2, 2]))
