# Breaks by least squares (Bai and Perron 2003) by the package strucchange: for each number m of breaks the residual sum
# of squares, the BIC, the last observation before each break (from 1) and its 95 % interval (Bai 1997). Series: the Nile
# at Aswan, the logs of road deaths a year in Norway and Finland 1970-2003 (Commandeur and Koopman 2007), of lynx trapped
# in Canada, and of miles flown in the United States. Lists are separated by spaces; the values are given once.
cat("# Rscript structural_breaks.R > structural_breaks.csv\n")
suppressMessages(library(strucchange))
norway <- c(560, 533, 490, 511, 509, 539, 471, 442, 434, 437, 362, 338, 401, 409, 407, 402, 452, 398, 378, 381, 332,
            323, 325, 281, 283, 305, 255, 303, 352, 304, 341, 275, 312, 280)
finland <- c(1055, 1143, 1156, 1086, 865, 910, 804, 709, 610, 650, 551, 555, 569, 604, 541, 541, 612, 581, 653, 734,
             649, 632, 601, 484, 480, 441, 404, 438, 400, 431, 396, 433, 415, 379)
# NA: an interval that strucchange does not give, as nearly all probability lies on one side of the break.
spaced <- function(x) if (length(x) == 0) "-" else paste(x, collapse = " ")
cat("series,degree,shortest,m,rss,bic,breaks,lower,upper,values\n")
show <- function(name, y, degree, shortest) {
  x <- seq_along(y) - 1
  fit <- if (degree == 0) breakpoints(y ~ 1, h = shortest, breaks = 5) else breakpoints(y ~ x, h = shortest, breaks = if (name == "airmiles") 4 else 5)
  of <- summary(fit)$RSS
  for (m in 0:(ncol(of) - 1)) {
    dates <- if (m == 0) matrix(0, 0, 3) else suppressWarnings(confint(fit, breaks = m))$confint
    cat(name, degree, shortest, m, sprintf("%.15g,%.15g", of["RSS", m + 1], of["BIC", m + 1]), spaced(dates[, 2]),
        spaced(dates[, 1]), spaced(dates[, 3]), if (m == 0) spaced(sprintf("%.17g", y)) else "-", sep = ",")
    cat("\n")
  }
}
show("nile", as.numeric(Nile), 0, 15)
show("norway", log(norway), 0, 5)
show("norway", log(norway), 1, 5)
show("finland", log(finland), 0, 5)
show("finland", log(finland), 1, 5)
show("lynx", log(as.numeric(lynx)), 0, 10)
show("airmiles", log(as.numeric(airmiles)), 1, 4)
