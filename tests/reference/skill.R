# Rscript skill.R > skill.csv
# Skill and its studentised bootstrap interval by R's boot: boot.ci(type = "stud") with 100,000 resamples of blocks, for
# made-up scores by series. The ends are known to about .5 % of the interval's width.
suppressMessages(library(boot))
cat("# Rscript skill.R > skill.csv\n")
cat("case,value,lower,upper,level,scores,reference,block\n")
spaced <- function(x) paste(sprintf("%.15g", x), collapse = " ")
set.seed(3)
cases <- list(c(12, 4, .9), c(30, 3, .95), c(60, 2, .8))
for (i in seq_along(cases)) {
  blocks <- cases[[i]][1]
  size <- cases[[i]][2]
  level <- cases[[i]][3]
  scale <- rep(exp(rnorm(blocks, 2)), each = size)
  block <- rep(seq_len(blocks), each = size)
  reference <- round(scale * rgamma(blocks * size, 2, 2), 3)
  scores <- round(reference * runif(blocks * size, .4, 1.2), 3)
  sums <- cbind(tapply(scores, block, sum), tapply(reference, block, sum))
  skill <- function(data, index) {
    s <- data[index, 1]
    r <- data[index, 2]
    theta <- sum(s) / sum(r)
    c(1 - theta, blocks / (blocks - 1) * sum((s - theta * r)^2) / sum(r)^2)
  }
  ends <- boot.ci(boot(sums, skill, 1e5), conf = level, type = "stud")$student[4:5]
  cat(i, spaced(skill(sums, seq_len(blocks))[1]), gsub(" ", ",", spaced(ends)), level, spaced(scores),
      spaced(reference), spaced(block), sep = ",")
  cat("\n")
}
