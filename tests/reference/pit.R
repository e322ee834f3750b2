# Rscript pit.R > pit.csv
# The non-randomised PIT of surveillance 1.20.3: pit(x, pdistr), with counts drawn from NB(mean 5, size 2) as in Czado,
# Gneiting and Held (2009, section 2.4).
suppressMessages(library(surveillance))
spaced <- function(x) paste(sprintf("%.15g", x), collapse = " ")
cat("# Rscript pit.R > pit.csv\n")
cat("law,bins,heights,counts\n")
set.seed(100)
x <- rnbinom(200, mu = 5, size = 2)
laws <- list(poisson = function(q) ppois(q, 5), size_2 = function(q) pnbinom(q, mu = 5, size = 2),
             size_1 = function(q) pnbinom(q, mu = 5, size = 1))
for (law in names(laws)) for (bins in c(10, 7)) {
  heights <- pit(x, pdistr = laws[[law]], J = bins, relative = TRUE, plot = FALSE)$density
  cat(law, bins, spaced(heights), spaced(x), sep = ",")
  cat("\n")
}
