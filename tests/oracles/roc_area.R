#!/usr/bin/env Rscript
# roc_area.R: areas, DeLong's variances and the p of their difference for the scores of
# tests/unit/shared/roc_area_test.cpp, by pROC.
suppressMessages(library(pROC))
i <- 0:59
positive <- as.integer(i %% 3 == 0)
first <- ((i * 37) %% 61 + 18 * positive) / 64
second <- ((i * 23 + 5) %% 59 + 9 * positive) / 64
a <- roc(positive, first, direction = "<", levels = c(0, 1))
b <- roc(positive, second, direction = "<", levels = c(0, 1))
test <- roc.test(a, b, method = "delong", paired = TRUE)
cat(R.version.string, ", pROC", as.character(packageVersion("pROC")), "\n")
cat(sprintf("areas %.15g %.15g\n", as.numeric(auc(a)), as.numeric(auc(b))))
cat(sprintf("standard errors %.15g %.15g\n", sqrt(var(a)), sqrt(var(b))))
cat(sprintf("covariance %.15g\n", cov(a, b)))
cat(sprintf("p %.15g\n", test$p.value))
