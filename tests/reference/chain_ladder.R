# UK car drivers killed (Seatbelts, in R's datasets; Harvey and Durbin 1986): the chain ladder from the end of the third
# quarter to the end of the year, fitted to 1969-1983 and applied to 1984, as a weighted regression through 0 (Mack 1993).
cat("# Rscript chain_ladder.R > chain_ladder.csv\n")
months <- matrix(Seatbelts[, "DriversKilled"], nrow = 12)
known <- colSums(months[1:9, ])
total <- colSums(months)
past <- 1:15
fit <- lm(total[past] ~ known[past] + 0, weights = 1 / known[past])
factor <- coef(fit)[[1]]
sigma_squared <- summary(fit)$sigma^2
mean <- known[16] * factor
standard_error <- mean * sqrt(sigma_squared / factor^2 * (1 / known[16] + 1 / sum(known[past])))
cat("year,known,total,factor,sigma_squared,mean,standard_error\n")
for (i in 1:16) {
  cat(1968 + i, known[i], total[i],
      sprintf("%.10g,%.10g,%.10g,%.10g", factor, sigma_squared, mean, standard_error), sep = ",")
  cat("\n")
}
