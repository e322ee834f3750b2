# Levels of NB2 counts with given first years of new levels, by MASS::glm.nb, and of Poisson counts by glm: all fatalities
# in Pakistan (CRSS, 2013-2024) and road deaths in Norway (1970-2003).
cat("# Rscript level_shifts.R > level_shifts.csv\n")
suppressMessages(library(MASS))
crss <- c(5687, 7655, 4612, 2610, 2057, 980, 679, 600, 853, 973, 1524, 2546)
norway <- c(560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338, 401, 409, 407, 402, 452, 398, 378, 381, 332,
            323, 325, 281, 283, 305, 255, 303, 352, 304, 341, 275, 312, 280)
cat("series,since,poisson_log_likelihood,log_likelihood,size\n")
show <- function(name, y, first, since) {
  level <- findInterval(first - 1 + seq_along(y), since)
  design <- if (length(since) == 0) y ~ 1 else y ~ factor(level)
  fit <- glm.nb(design, control = glm.control(epsilon = 1e-11, maxit = 100))
  cat(name, if (length(since) == 0) "-" else paste(since, collapse = " "),
      sprintf("%.15g,%.15g,%.15g", logLik(glm(design, family = poisson)), logLik(fit), fit$theta), sep = ",")
  cat("\n")
}
show("crss", crss, 2013, c())
show("crss", crss, 2013, 2017)
show("crss", crss, 2013, c(2018, 2023))
show("crss", crss, 2013, c(2016, 2018, 2023))
show("norway", norway, 1970, c())
show("norway", norway, 1970, 1990)
show("norway", norway, 1970, c(1977, 1990))
