#!/usr/bin/env python3
"""shared_statistics.py: the numbers that tests/unit/shared holds the statistics of shared/ against.

By scipy, statsmodels and, where they have nothing, by the formula of the paper written out over all pairs.
"""

import math

import numpy
import scipy
import statsmodels
from scipy.optimize import minimize_scalar
from scipy.stats import binom, t
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests


def scores():
    """Those of roc_area_test.cpp."""
    i = numpy.arange(60)
    positive = i % 3 == 0
    first = ((i * 37) % 61 + 18 * positive) / 64
    second = ((i * 23 + 5) % 59 + 9 * positive) / 64
    return positive, first, second, (i * 7) % 16


def obuchowski(positive, first, second, patient):
    """Areas and their covariance matrix, by Obuchowski (1997), over all pairs of films."""
    areas, of_positive, of_negative = [], [], []
    for score in (first, second):
        pairs = score[positive][:, None] - score[~positive][None, :]
        kernel = (pairs > 0) + 0.5 * (pairs == 0)
        areas.append(kernel.mean())
        of_positive.append(kernel.mean(1))
        of_negative.append(kernel.mean(0))
    m, n = positive.sum(), (~positive).sum()
    clusters = numpy.unique(patient)
    a = numpy.array([[(of_positive[r][patient[positive] == k] - areas[r]).sum() for k in clusters] for r in (0, 1)])
    b = numpy.array([[(of_negative[r][patient[~positive] == k] - areas[r]).sum() for k in clusters] for r in (0, 1)])
    with_positive = len(numpy.unique(patient[positive]))
    with_negative = len(numpy.unique(patient[~positive]))
    all_of_them = len(clusters)
    s10 = a @ a.T * with_positive / (with_positive - 1) / m
    s01 = b @ b.T * with_negative / (with_negative - 1) / n
    s11 = a @ b.T * all_of_them / (all_of_them - 1)
    return areas, s10 / m + s01 / n + (s11 + s11.T) / (m * n)


def signs_p(differences):
    """McNemar by patient: the mid-p over all choices of the signs, one by one."""
    observed = abs(sum(differences))
    beyond = there = 0
    for choice in range(2 ** len(differences)):
        total = abs(sum(d if choice >> k & 1 else -d for k, d in enumerate(differences)))
        beyond += total > observed
        there += total == observed
    return (beyond + 0.5 * there) / 2 ** len(differences)


def temperature(logits, truth):
    """The least sum of cross-entropies and of b - 1 - log b, for b = 1 / temperature."""
    def loss(b):
        scaled = b * logits
        highest = scaled.max(1)
        total = numpy.log(numpy.exp(scaled - highest[:, None]).sum(1)) + highest
        return (total - scaled[numpy.arange(len(truth)), truth]).sum() + b - 1 - math.log(b)
    return 1 / minimize_scalar(loss, bounds=(1 / 20, 20), method="bounded", options={"xatol": 1e-12}).x


def main():
    print(f"numpy {numpy.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}")
    areas, covariance = obuchowski(*scores())
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    z = (areas[0] - areas[1]) / math.sqrt(variance)
    print("Obuchowski: standard errors", *(f"{math.sqrt(covariance[k, k]):.15g}" for k in (0, 1)),
          f"of the difference {math.sqrt(variance):.15g} p {math.erfc(abs(z) / math.sqrt(2)):.15g}")
    for b, c in ((10, 3), (25, 25), (1, 0), (140, 100)):
        exact = mcnemar([[0, b], [c, 0]], exact=True).pvalue
        mid = exact - binom.pmf(min(b, c), b + c, 0.5) if b != c else 1 - 0.5 * binom.pmf(b, b + c, 0.5)
        print(f"McNemar {b} {c}: exact {exact:.15g} mid-p {mid:.15g}")
    print(f"by patient 3 -1 2 1 1 -2 4 1: {signs_p([3, -1, 2, 1, 1, -2, 4, 1]):.15g}")
    p = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04]
    for method in ("holm", "fdr_bh"):
        print(method, *(f"{value:.15g}" for value in multipletests(p, method=method)[1]))
    print("t 97.5 %:", *(f"{n}: {t.ppf(0.975, n):.6f}" for n in (3, 5, 10, 30, 100)))
    i = numpy.arange(40)
    logits = numpy.stack([(i * 7) % 11 / 4, (i * 5) % 13 / 4, (i * 3) % 7 / 4], 1)
    print(f"temperature {temperature(logits, (i * 11) % 3):.9g}",
          f"all right {temperature(logits, logits.argmax(1)):.9g}")


if __name__ == "__main__":
    main()
