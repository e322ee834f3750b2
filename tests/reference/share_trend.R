# Rscript share_trend.R > share_trend.csv
# Trends of a share by glm(family = binomial) with Williams' weights 1 / (1 + (n - 1) rho), rho such that Pearson's X^2
# is the residual degrees of freedom, by uniroot.
cases <- list(
  surge = list(year = 2007:2021,
               count = c(95, 352, 498, 454, 495, 466, 375, 302, 139, 65, 63, 50, 75, 64, 101),
               total = c(159, 441, 613, 495, 579, 622, 464, 385, 198, 176, 130, 104, 112, 147, 192)),
  gaps = list(year = c(1990, 1991, 1993, 1996, 1997, 2000, 2004),
              count = c(0, 2, 1, 5, 7, 6, 30), total = c(3, 5, 4, 9, 10, 11, 33)),
  even = list(year = 2001:2010, count = c(20, 22, 21, 24, 25, 24, 26, 27, 29, 28), total = rep(50, 10)))
cat("# Rscript share_trend.R > share_trend.csv\n")
cat("case,years,counts,totals,rho,slope,lower,upper,p,first,last\n")
for (name in names(cases)) {
  d <- as.data.frame(cases[[name]])
  d$t <- d$year - mean(d$year)
  fit <- function(rho) {
    d$w <- 1 / (1 + (d$total - 1) * rho)
    suppressWarnings(glm(cbind(count, total - count) ~ t, binomial, d, weights = w,
                         control = glm.control(epsilon = 1e-14, maxit = 200)))
  }
  excess <- function(rho) sum(residuals(fit(rho), "pearson")^2) - (nrow(d) - 2)
  rho <- if (excess(0) > 0) uniroot(excess, c(0, 0.99), tol = 1e-14)$root else 0
  m <- fit(rho)
  s <- coef(summary(m))[2, ]
  q <- qt(0.975, nrow(d) - 2)
  cat(paste(c(name, paste(d$year, collapse = " "), paste(d$count, collapse = " "), paste(d$total, collapse = " "),
              sprintf("%.12g", c(rho, s[1], s[1] - q * s[2], s[1] + q * s[2], 2 * pt(-abs(s[1] / s[2]), nrow(d) - 2),
                                 fitted(m)[1], fitted(m)[nrow(d)]))), collapse = ","), "\n", sep = "")
}
