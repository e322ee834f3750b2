# Log-linear trends of series in which some years are known by an interval, by direct numerical maximisation of the sum
# of log P(lower <= Y <= upper); alpha = 1/size through log(size). A series is its years from the first, each lower..upper
# (Inf: no upper end), - for a year of which nothing is known. Standard errors are not compared.
cat("# Rscript loglinear_intervals.R > loglinear_intervals.csv\n")
cat("name,family,years,b0,b1,size,log_likelihood\n")
series <- list(
  security = c("760..840", "-", "-", "-", "-", "184..202", "158..158", "212..234", "282..282", "501..Inf", "685..685"),
  small = c("0..3", "2..2", "1..4", "5..5", "3..Inf", "7..7", "0..0", "6..9", "12..12", "10..Inf"),
  ranges = c("100..120", "90..115", "130..140", "150..150", "120..160", "170..Inf", "0..260", "240..250", "180..200"),
  bounds = c("40..Inf", "55..55", "30..30", "0..45", "25..25", "0..30", "18..18", "12..Inf", "20..20"))
for (name in names(series)) {
  years <- series[[name]]
  said <- which(years != "-")
  ends <- matrix(as.numeric(unlist(strsplit(years[said], "..", fixed = TRUE))), nrow = 2)
  t <- said - 1
  log_between <- function(cdf) {
    below <- ifelse(ends[1, ] > 0, cdf(ends[1, ] - 1, TRUE), 0)
    above <- cdf(ends[2, ], FALSE)
    log(ifelse(below > 0.5, cdf(ends[1, ] - 1, FALSE) - above, ifelse(above > 0.5, cdf(ends[2, ], TRUE) - below,
                                                                      1 - below - above)))
  }
  for (family in c("poisson", "negative_binomial")) {
    minus <- function(p) {
      m <- exp(p[1] + p[2] * t)
      -sum(log_between(if (family == "poisson") function(q, l) ppois(q, m, l)
                       else function(q, l) pnbinom(q, size = exp(p[3]), mu = m, lower.tail = l)))
    }
    p <- c(log(mean(ends[1, ] + 1)), 0, if (family == "poisson") NULL else log(20))
    for (i in 1:30) {
      p <- optim(p, minus, method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 5000))$par
    }
    cat(name, family, paste(years, collapse = " "), sprintf("%.10g,%.10g,%s,%.14g", p[1], p[2],
        if (family == "poisson") "NA" else sprintf("%.10g", exp(p[3])), -minus(p)), sep = ",")
    cat("\n")
  }
}
