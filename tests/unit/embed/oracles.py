"""The numbers that the tests of this folder compare with, by scikit-learn and openTSNE.

python3 tests/unit/embed/oracles.py, with numpy, scikit-learn and openTSNE; the tests say which versions
printed theirs. The rows are those of formula_rows() in formula_rows.hpp.
"""

import numpy as np
import openTSNE
import sklearn
from openTSNE.affinity import PerplexityBasedNN
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.metrics import silhouette_score
from sklearn.neighbors import NearestNeighbors


def formula_rows(count, width):
    i = np.arange(count)[:, None]
    k = np.arange(width)[None, :]
    wave = (i * i * (k + 3) + 7 * i * k) % 101
    return wave / 101.0 * 3.0 / (1 + k) + 1.5 * (i % 3 == k % 3)


def numbers(values):
    return ", ".join(f"{value:.6g}" for value in np.ravel(values))


def divergence_of(embedding, affinities):
    P = affinities.P.toarray()
    squared = ((embedding[:, None] - embedding[None]) ** 2).sum(-1)
    q = 1 / (1 + squared)
    np.fill_diagonal(q, 0)
    q /= q.sum()
    there = P > 0
    return (P[there] * np.log(P[there] / q[there])).sum()


print("openTSNE", openTSNE.__version__, "scikit-learn", sklearn.__version__)
rows = formula_rows(300, 12)
pca = PCA(5).fit(rows)
print("PCA variances", numbers(pca.explained_variance_))
print("PCA share", numbers(pca.explained_variance_ratio_.sum()))
print("PCA first axis", numbers(pca.components_[0] * np.sign(pca.components_[0][np.abs(pca.components_[0]).argmax()])))

affinities = PerplexityBasedNN(rows, perplexity=10, method="exact")
print("p of row 7", numbers(np.sort(affinities.P.toarray()[7])[::-1][:5]))
start = openTSNE.initialization.pca(rows, random_state=1)
embedding = openTSNE.TSNEEmbedding(start, affinities, negative_gradient_method="bh", theta=1e-9)
embedding.optimize(250, exaggeration=12, momentum=0.5, inplace=True)
embedding.optimize(500, momentum=0.8, inplace=True)
print("KL openTSNE", numbers(divergence_of(np.asarray(embedding), affinities)))
sk = TSNE(perplexity=10, method="exact", init=start, random_state=1).fit_transform(rows)
print("KL scikit-learn", numbers(divergence_of(sk, affinities)))

groups = np.arange(300) % 3
print("silhouette", numbers(silhouette_score(rows, groups)))
plane = rows[:, :2]
print("trustworthiness of the first two columns, 10", numbers(trustworthiness(rows, plane, n_neighbors=10)))
near = NearestNeighbors(n_neighbors=5).fit(plane).kneighbors(return_distance=False)
sides = np.arange(300) % 2
print("accuracy of 5 neighbours in the plane", numbers(((sides[near].sum(1) > 2) == sides).mean()))

# A map whose codes are whole numbers, and four films that are placed on it.
codes = np.rint(28 * (formula_rows(240, 6) - 1)).astype(float)
places = np.stack([8 * codes[:, 0] / 40 + codes[:, 1] / 20, 8 * codes[:, 1] / 40 - codes[:, 2] / 20], 1)
new = np.rint(28 * (formula_rows(244, 6)[240:] - 1)) + 0.25 + 0.13 * np.arange(6)
reference = openTSNE.TSNEEmbedding(
    places.copy(),
    PerplexityBasedNN(codes, perplexity=10, method="exact"),
    negative_gradient_method="bh",
    theta=1e-9,
)
middle = (places.max(0) + places.min(0)) / 2
print("placed", numbers(np.asarray(reference.transform(new)) + middle))
