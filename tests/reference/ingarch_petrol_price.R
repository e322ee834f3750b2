# The petrol price of R's Seatbelts, monthly from January 1969 to December 1982.
cat("# Rscript ingarch_petrol_price.R > ingarch_petrol_price.csv\nprices\n")
cat(sprintf("%.15g", Seatbelts[1:168, "PetrolPrice"]), sep = " ")
cat("\n")
