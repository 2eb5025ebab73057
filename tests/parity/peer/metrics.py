#!/usr/bin/env python3
"""metrics.py PROGRAM: our figures are scikit-learn's, and Wilson's intervals SciPy's, to 1e-9.

Films of random classes and probabilities, with ties, with rare classes and with useless networks.
Exit code 77: skipped, scikit-learn is not installed.
"""

import json
import subprocess
import sys

try:
    import numpy
    from scipy.stats import binomtest
    from sklearn import metrics
    from sklearn.preprocessing import label_binarize
except ImportError as error:
    print(f"skipped: {error}; apt-get install python3-sklearn")
    sys.exit(77)

LARGEST_DIFFERENCE = 1e-9


def films(seed, classes, count, skill, levels):
    """Probabilities with `levels` different logits, so that many are equal where it is small."""
    random = numpy.random.default_rng(seed)
    shares = random.dirichlet(numpy.ones(classes))
    truth = numpy.concatenate([numpy.arange(classes), random.choice(classes, count - classes, p=shares)])
    logits = random.integers(0, levels, (count, classes)) * (3.0 / levels)
    logits[numpy.arange(count), truth] += skill
    odds = numpy.exp(logits)
    return truth, (odds / odds.sum(1, keepdims=True)).astype(numpy.float32)


def calibration_error(truth, probabilities, bins=15):
    confidence = probabilities.max(1).astype(numpy.float64)
    right = probabilities.argmax(1) == truth
    places = numpy.clip(numpy.ceil(confidence * bins) - 1, 0, bins - 1)
    return sum(abs(right[places == b].sum() - confidence[places == b].sum()) for b in range(bins)) / len(truth)


def wilson(asked, right):
    """95 % interval of the share of the films asked for that are right."""
    films = int(asked.sum())
    if films == 0:
        return [0.0, 1.0]
    return list(binomtest(int((asked & right).sum()), films).proportion_ci(0.95, method="wilson"))


def theirs(truth, probabilities):
    classes = probabilities.shape[1]
    predicted = probabilities.argmax(1)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, predicted, labels=range(classes), zero_division=0)
    binary = label_binarize(truth, classes=range(classes))
    scores = probabilities.astype(numpy.float64)
    roc = [metrics.roc_auc_score(binary[:, c], scores[:, c]) for c in range(classes)]
    right = [(truth == c) == (predicted == c) for c in range(classes)]
    negatives = [metrics.recall_score(truth != c, predicted != c) for c in range(classes)]
    return {
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, predicted),
        "macro_f1": metrics.f1_score(truth, predicted, average="macro", zero_division=0),
        "weighted_f1": metrics.f1_score(truth, predicted, average="weighted", zero_division=0),
        "macro_roc": float(numpy.mean(roc)),
        "calibration_error": calibration_error(truth, probabilities),
        "precision": list(precision),
        "recall": list(recall),
        "specificity": negatives,
        "precision_interval": [wilson(predicted == c, right[c]) for c in range(classes)],
        "recall_interval": [wilson(truth == c, right[c]) for c in range(classes)],
        "specificity_interval": [wilson(truth != c, right[c]) for c in range(classes)],
        "f1": list(f1),
        "roc": roc,
        "precision_recall": [metrics.average_precision_score(binary[:, c], scores[:, c]) for c in range(classes)],
    }


def ours(program, truth, probabilities):
    lines = [f"{probabilities.shape[1]} {len(truth)}"]
    for label, row in zip(truth, probabilities):
        lines.append(" ".join([str(label)] + [f"{p:.9g}" for p in row]))
    answer = subprocess.run([program], input="\n".join(lines), text=True, capture_output=True, check=True)
    return json.loads(answer.stdout)


def main(program):
    good = True
    for seed, (classes, count, skill, levels) in enumerate(
            [(4, 500, 1.5, 1000), (4, 200, 0.5, 4), (3, 40, 0.0, 3), (7, 900, 3.0, 50), (4, 60, 8.0, 1000)]):
        truth, probabilities = films(seed, classes, count, skill, levels)
        wanted, given = theirs(truth, probabilities), ours(program, truth, probabilities)
        worst = max(numpy.abs(numpy.subtract(wanted[name], given[name])).max() for name in wanted)
        good &= worst <= LARGEST_DIFFERENCE
        print(f"{'ok' if worst <= LARGEST_DIFFERENCE else 'FAILED'}: {classes} classes, {count} films, "
              f"accuracy {wanted['accuracy']:.3f}: figures differ by {worst:.1e}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
