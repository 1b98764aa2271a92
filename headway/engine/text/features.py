"""What the themes are found in: meaning (word vectors) beside spelling and phrases (TF-IDF), in one space."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

WORDS = r"(?u)\w+|[^\w\s]+"
_SHARE_OF_SPELLING = 0.5
_REDUCED_SIZE = 200
_LARGE_CORPUS = 1000


def word_weights(texts: Sequence[str]) -> csr_matrix:
    """TF-IDF of words and word pairs, one unit row per text; every text must hold a visible sign."""
    return _weights(texts, TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=WORDS))


def spelling_weights(texts: Sequence[str]) -> csr_matrix:
    """TF-IDF of three to five letters inside words, one unit row per text: forgives typing errors."""
    return _weights(texts, TfidfVectorizer(sublinear_tf=True, ngram_range=(3, 5), analyzer="char_wb"))


def _weights(texts: Sequence[str], vectorizer: TfidfVectorizer) -> csr_matrix:
    vectorizer.set_params(min_df=2 if len(texts) >= _LARGE_CORPUS else 1, dtype=np.float32)
    return csr_matrix(vectorizer.fit_transform(texts))


def _reduced(weights: csr_matrix, seed: int) -> NDArray[np.float32]:
    size = min(_REDUCED_SIZE, min(weights.shape) - 1)
    with threadpool_limits(1):  # sums in another order would make other themes on another machine
        reduced = TruncatedSVD(size, n_iter=3, random_state=seed).fit_transform(weights)
    return np.asarray(normalize(reduced), np.float32)


def features(texts: Sequence[str], vectors: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Unit rows (float32, n x up to 656): centred word vectors beside reduced spelling and phrase weights.

    `vectors` has one row per text. At least two texts, none blank. Spelling and phrases weigh half as much
    as meaning: on 10,003 bank messages this raised the share of true neighbours among the nearest 15.
    """
    meaning = normalize(vectors - vectors.mean(axis=0))
    spelling = _reduced(spelling_weights(texts), seed)
    phrases = _reduced(word_weights(texts), seed)
    joined = np.hstack([meaning, _SHARE_OF_SPELLING * spelling, _SHARE_OF_SPELLING * phrases])
    return np.asarray(normalize(joined), np.float32)
