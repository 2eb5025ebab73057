#!/usr/bin/env python3
"""calibration.py [RUNS]: which estimate of the expected calibration error is nearest to the truth.

Films of four classes are drawn by known probabilities and scored by softmax at another temperature, so that the
true error is known. Estimates: plain (15 bins, Guo 2017), debiased (each bin's expected folded noise subtracted,
after Kumar 2019), sweep (Roelofs 2022), KS (Gupta 2021), and matched, that of unbiased_calibration_error(), whose
interval's coverage is counted too. Prints mean and root mean square error of each, in points.
"""

import sys

import numpy
from scipy.special import erf

BINS = 15
DRAWS = 400


def softmax(logits):
    odds = numpy.exp(logits - logits.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def films(random, count, temperature):
    """Confidence, 1 or 0 for right or wrong, and the true probability of being right."""
    logits = random.normal(0, 2.5, (count, 4))
    true, said = softmax(logits), softmax(logits / temperature)
    truth = (true.cumsum(1) < random.random((count, 1))).sum(1)
    called = said.argmax(1)
    return said.max(1), (called == truth).astype(float), true[numpy.arange(count), called]


def places(confidence):
    return numpy.clip(numpy.ceil(confidence * BINS) - 1, 0, BINS - 1).astype(int)


def debiased(confidence, right):
    place, excess = places(confidence), right - confidence
    films_in = numpy.bincount(place, minlength=BINS)
    sums = numpy.bincount(place, excess, BINS)
    mean = sums / numpy.maximum(films_in, 1)
    spread = numpy.bincount(place, (excess - mean[place]) ** 2, BINS)
    noise = numpy.sqrt(spread * films_in / numpy.maximum(films_in - 1, 1)) + 1e-12
    folded = noise * numpy.sqrt(2 / numpy.pi) * numpy.exp(-sums**2 / (2 * noise**2)) + sums * erf(sums / noise / 2**0.5)
    return max(0.0, (2 * numpy.abs(sums) - folded)[films_in > 0].sum() / len(right))


def sweep(confidence, right):
    order = numpy.argsort(confidence, kind="stable")
    count, error = len(order), 0.0
    sums = numpy.concatenate([[0], right[order].cumsum()])
    sure = numpy.concatenate([[0], confidence[order].cumsum()])
    for bins in range(1, count + 1):
        ends = numpy.arange(bins + 1) * count // bins
        if (numpy.diff(numpy.diff(sums[ends]) / numpy.diff(ends)) < 0).any():
            break
        error = numpy.abs(numpy.diff(sums[ends]) - numpy.diff(sure[ends])).sum() / count
    return error


def ks(confidence, right):
    order = numpy.argsort(confidence, kind="stable")
    return numpy.abs((right - confidence)[order].cumsum()).max() / len(order)


def matched(random, confidence, right):
    """Value, low and high, as in shared/src/calibration_error.cpp."""
    count = len(right)
    table = numpy.zeros((count, BINS))
    table[numpy.arange(count), places(confidence)] = (right - confidence) / count
    excess = table.sum(0)
    draws = random.multinomial(count, numpy.full(count, 1 / count), DRAWS) @ table
    observed = numpy.abs(excess).sum()

    def error(statistic):
        def is_less(factor):
            return statistic(numpy.abs(draws + (factor - 1) * excess).sum(1)) < observed
        if not is_less(0):
            return 0.0
        low, high = 0.0, 1.0
        while high < 64 and is_less(high):
            high *= 2
        for _ in range(25):
            middle = (low + high) / 2
            low, high = (middle, high) if is_less(middle) else (low, middle)
        return observed * (low + high) / 2

    return error(numpy.mean), error(lambda v: numpy.quantile(v, 0.975)), error(lambda v: numpy.quantile(v, 0.025))


def main(runs):
    random = numpy.random.default_rng(1)
    names = ("plain", "debiased", "sweep", "KS", "matched")
    print("films, temperature: truth | mean (root mean square error) of " + ", ".join(names) + " | coverage of matched")
    for count in (100, 300, 1000):
        for temperature in (1.0, 0.8, 0.5, 1.6):
            truth = numpy.mean([numpy.abs(c - t).mean() for c, _, t in (films(random, 20000, temperature),)])
            rows, covered = [], 0
            for _ in range(runs):
                confidence, right, _true = films(random, count, temperature)
                plain = numpy.abs(numpy.bincount(places(confidence), right - confidence, BINS)).sum() / count
                value, low, high = matched(random, confidence, right)
                rows.append((plain, debiased(confidence, right), sweep(confidence, right), ks(confidence, right), value))
                covered += low - 1e-12 <= truth <= high + 1e-12
            rows = 100 * numpy.array(rows)
            error = numpy.sqrt(((rows - 100 * truth) ** 2).mean(0))
            print(f"{count}, {temperature}: {100 * truth:.2f} | "
                  + ", ".join(f"{m:.2f} ({e:.2f})" for m, e in zip(rows.mean(0), error)) + f" | {covered / runs:.3f}",
                  flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
