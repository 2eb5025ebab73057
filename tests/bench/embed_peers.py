"""What embed.sh runs: its own header says what is measured."""

import argparse
import json
import os
import statistics
import subprocess
import time

import numpy as np

PERPLEXITY = 50
COMPONENTS = 50


def features(rows, width):
    """Eight clusters in 64 directions of falling spread, and noise, none below 0, as after a ReLU."""
    random = np.random.default_rng(1)
    centres = random.normal(size=(8, width))
    directions = random.normal(size=(64, width)) * np.linspace(1, 0.1, 64)[:, None]
    made = centres[random.integers(0, 8, rows)] + random.normal(size=(rows, 64)) @ directions
    made += 0.2 * random.normal(size=(rows, width))
    return np.maximum(made, 0).astype(np.float32)


def components_of(made):
    from sklearn.decomposition import PCA

    return PCA(COMPONENTS, svd_solver="randomized", random_state=1).fit_transform(made)


def ours(made, arguments, *options):
    command = [arguments.program, "--width", str(made.shape[1]), "--threads", str(arguments.threads), *options]
    begin = time.perf_counter()
    run = subprocess.run(command, input=made.tobytes(), capture_output=True, check=True)
    seconds = time.perf_counter() - begin
    steps = json.loads(run.stderr)
    return seconds, np.frombuffer(run.stdout, np.float32).reshape(-1, 2), f"{steps['mebibytes']} MiB"


def scikit_learn(made, arguments):
    from sklearn.manifold import TSNE

    begin = time.perf_counter()
    places = TSNE(
        perplexity=PERPLEXITY, init="pca", learning_rate="auto", max_iter=750, n_jobs=arguments.threads, random_state=1
    ).fit_transform(components_of(made))
    return time.perf_counter() - begin, places, ""


def open_tsne(gradient, neighbors):
    def run(made, arguments):
        from openTSNE import TSNE

        begin = time.perf_counter()
        places = TSNE(
            perplexity=PERPLEXITY,
            negative_gradient_method=gradient,
            neighbors=neighbors,
            n_jobs=arguments.threads,
            random_state=1,
        ).fit(components_of(made))
        return time.perf_counter() - begin, np.asarray(places), ""

    return run


PEERS = {
    "scikit-learn": scikit_learn,
    "opentsne-bh": open_tsne("bh", "auto"),
    "opentsne-fft": open_tsne("fft", "auto"),
    "opentsne-exact-bh": open_tsne("bh", "exact"),
    "ours-tree": lambda made, arguments: ours(made, arguments, "--all-pairs-up-to", "0"),
}


class Judge:
    """The divergence of any map from openTSNE's exact affinities of the same components."""

    def __init__(self, made, threads):
        from openTSNE.affinity import PerplexityBasedNN

        self.p = PerplexityBasedNN(components_of(made), perplexity=PERPLEXITY, method="exact", n_jobs=threads).P.tocoo()

    def divergence(self, places):
        places = places.astype(np.float64)
        total = 0.0
        for begin in range(0, len(places), 1000):
            some = places[begin : begin + 1000]
            squared = ((some[:, None, 0] - places[None, :, 0]) ** 2) + (some[:, None, 1] - places[None, :, 1]) ** 2
            total += (1 / (1 + squared)).sum() - len(some)
        away = ((places[self.p.row] - places[self.p.col]) ** 2).sum(1)
        p = self.p.data
        return float((p * (np.log(p) + np.log1p(away) + np.log(total))).sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    for name, kind in (("rows", int), ("width", int), ("threads", int), ("rounds", int), ("peers", str)):
        parser.add_argument("--" + name, type=kind, required=True)
    arguments = parser.parse_args()
    made = features(arguments.rows, arguments.width)
    runs = {"chestlens": ours}
    if arguments.peers != "none":
        runs |= {name: PEERS[name] for name in arguments.peers.split(",")}
    seconds = {name: [] for name in runs}
    last = {}
    for _ in range(arguments.rounds):
        for name, run in runs.items():
            taken, places, note = run(made, arguments)
            seconds[name].append(taken)
            last[name] = (places, note)
    judge = Judge(made, arguments.threads) if arguments.peers != "none" else None
    with open("/proc/cpuinfo") as info:
        processor = next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    print(
        f"{processor}, {arguments.threads} threads, {arguments.rows} x {arguments.width} features, "
        f"{arguments.rounds} rounds, load {os.getloadavg()[0]:.1f}\n"
    )
    print("| | seconds, all | of the rounds | ratio to chestlens | divergence | memory |\n|---|--:|--:|--:|--:|--:|")
    own = statistics.median(seconds["chestlens"])
    for name, taken in seconds.items():
        places, note = last[name]
        kl = f"{judge.divergence(places):.4f}" if judge else "-"
        middle = statistics.median(taken)
        each = ", ".join(f"{value:.1f}" for value in taken)
        print(f"| {name} | {middle:.2f} | {each} | {middle / own:.1f} | {kl} | {note} |")


main()
