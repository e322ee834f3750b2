# Rscript smoothing_losses.R SERIES.csv > R.csv: fits of forecast::ets to every series of a file (series,period,value or
# count): the log-likelihood of each form without a season (multiplicative trends too), and of the automatic choice, with
# the microseconds of processor time that it took. ../smoothing_losses.cpp puts ours beside them.
suppressMessages(library(forecast))
file <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = FALSE)
values <- if ("value" %in% names(file)) file$value else file$count
cat("series,form,log_likelihood,time\n")
for (name in unique(file$series)) {
  y <- ts(values[file$series == name])
  one <- function(form, fit) {
    time <- system.time(found <- tryCatch(fit(), error = function(e) NULL), gcFirst = FALSE)[["user.self"]]
    if (!is.null(found)) cat(name, form, sprintf("%.15g", found$loglik), paste0(1e6 * time, "\n"), sep = ",")
  }
  for (form in c("ANN", "AAN", "AAdN", "AMN", "AMdN", "MNN", "MAN", "MAdN", "MMN", "MMdN")) {
    one(form, function() ets(y, model = sub("d", "", form), damped = grepl("d", form), restrict = FALSE))
  }
  one("auto", function() ets(y))
}
