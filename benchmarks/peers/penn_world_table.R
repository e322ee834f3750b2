# Rscript penn_world_table.R FOLDER M3_FOLDER
# Pieces of the Penn World Table 9.1 (Feenstra, Inklaar and Timmer 2015; CC BY 4.0; Debian's r-cran-pwt9), in the form of
# m3_yearly: of each of 18 variables up to 110 countries, each with one piece at random, as long as a series of M3 and
# 6 years to be forecast. "auto" of measured values was chosen on these, and on the training parts of M3.
# M3_FOLDER holds m3_yearly_train.csv, for the lengths.
arguments <- commandArgs(TRUE)
folder <- arguments[1]
lengths_of_m3 <- as.integer(table(read.csv(file.path(arguments[2], "m3_yearly_train.csv"))$series))
library(pwt9)
data("pwt9.1")
table <- pwt9.1
shares <- c("csh_c", "csh_i", "csh_g", "csh_x", "csh_m", "pl_c", "pl_i", "pl_x", "ctfp", "labsh", "delta")
variables <- c("rgdpna", "rconna", "pop", "emp", "avh", shares[1:8], "xr", "ctfp", "rnna", "labsh", "delta")
set.seed(20261123)
pieces <- list()
for (variable in variables) {
  for (country in unique(table$isocode)) {
    known <- table[table$isocode == country, c("year", variable)]
    known <- known[!is.na(known[[2]]), ]
    years <- nrow(known)
    if (years < 20 || any(diff(known$year) != 1) || length(unique(known[[2]])) < 0.9 * years) next
    n <- min(sample(lengths_of_m3, 1), years - 6)
    from <- sample.int(years - 6 - n + 1, 1)
    values <- abs(known[[2]][from:(from + n + 5)]) * (if (variable %in% shares) 1000 else 1)
    pieces[[length(pieces) + 1]] <- data.frame(series = paste0(variable, "_", country), period = 1900 + seq_along(values),
                                               value = signif(values, 8), part = rep(c("train", "test"), c(n, 6)))
  }
}
set.seed(1)
of <- sub("_[A-Z]+$", "", sapply(pieces, function(piece) piece$series[1]))
kept <- sort(unlist(lapply(split(seq_along(pieces), of), function(i) if (length(i) > 110) sample(i, 110) else i)))
all <- do.call(rbind, pieces[kept])
dir.create(folder, FALSE, TRUE)
options(scipen = 50)
for (part in c("train", "test")) {
  write.csv(all[all$part == part, 1:3], file.path(folder, paste0("m3_yearly_", part, ".csv")), row.names = FALSE, quote = FALSE)
}
