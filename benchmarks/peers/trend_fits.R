# Rscript trend_fits.R SERIES.csv: microseconds of processor time that one fit of each trend model of R takes on each
# series, as series,model,time.
# A package that is not installed is named and skipped.
series <- read.csv(commandArgs(TRUE)[1])

has <- function(package) {
  found <- suppressWarnings(suppressPackageStartupMessages(require(package, character.only = TRUE, quietly = TRUE)))
  if (!found) message("R's package ", package, " is not installed: skipped")
  found
}
has_mass <- has("MASS")
has_strucchange <- has("strucchange")
has_segmented <- has("segmented")

# The median of five batches of .1 s or more.
time <- function(name, model, fit) {
  quiet <- function() suppressWarnings(try(fit(), silent = TRUE))
  if (inherits(quiet(), "try-error")) {
    message(name, ": ", model, " fails")
    return(invisible())
  }
  repeats <- 1
  seconds <- function() system.time(for (i in seq_len(repeats)) quiet())[["user.self"]]
  while (seconds() < .1) repeats <- repeats * 2
  cat(name, ",", model, ",", 1e6 * median(replicate(5, seconds())) / repeats, "\n", sep = "")
}

for (name in unique(series$series)) {
  y <- series$count[series$series == name]
  t <- seq_along(y) - 1
  time(name, "glm", function() glm(y ~ t, family = poisson))
  if (has_mass) time(name, "glm.nb", function() glm.nb(y ~ t))
  if (has_strucchange) time(name, "breakpoints", function() breakpoints(log(y) ~ 1, h = max(2, floor(.15 * length(y)))))
  if (has_segmented) {
    start <- glm(y ~ t, family = poisson)
    # Once, without its restarts from bootstrapped series, which take 6 to 11 times as long.
    time(name, "segmented", function() segmented(start, seg.Z = ~t, npsi = 1, control = seg.control(n.boot = 0)))
  }
}
