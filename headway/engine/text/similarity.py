"""Which records say the same, and which themes a short phrase speaks of."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from headway.engine.text.features import WORDS
from headway.engine.text.vectors import embed

_TITLE_WEIGHT = 0.5
_ROWS_AT_ONCE = 500
_BODY_CHARACTERS = 1500
_SHARE_OF_WORDS = 0.25
_WITNESSES = 25


def neighbours(items: Sequence[tuple[str, str, str]], k: int = 10) -> dict[str, list[tuple[str, float]]]:
    """For each (id, title, body) the up to `k` most similar others with their scores, best first.

    The score is the sum of z-scores, over all other items, of TF-IDF on title and body, half that on the title,
    and word vectors: measured best of five ways on two bug trackers. Scores compare within one item's list
    only. A pair in other words is missed by every known way: candidates for a person to judge, never to merge by
    itself. Exact; time grows with the square of the items. Raises ValueError for k below 1 or a repeated id.

    >>> items = [("a", "Card lost", "I lost my card"), ("b", "Lost card", "my card is lost"), ("c", "Fee", "a fee")]
    >>> neighbours(items, 1)["a"][0][0]
    'b'
    """
    ids = _checked_ids(items, k)
    if len(items) < 2:
        return {one: [] for one in ids}
    found: dict[str, list[tuple[str, float]]] = {}
    for start, score in _scores(
        [f"{title}\n{body}" for _, title, body in items], [title for _, title, _ in items]
    ):
        for row, best in enumerate(_best(score, k), start):
            found[ids[row]] = [(ids[other], round(float(score[row - start, other]), 4)) for other in best]
    return found


def _checked_ids(items: Sequence[tuple[str, str, str]], k: int) -> list[str]:
    ids = [one for one, _, _ in items]
    if k < 1:
        raise ValueError(f"k is {k}; ask for one neighbour or more.")
    if len(set(ids)) < len(ids):
        twice = next(one for place, one in enumerate(ids) if one in ids[:place])
        raise ValueError(f"Item id {twice!r} stands twice; give each item its own id.")
    return ids


def _scores(bodies: list[str], titles: list[str]) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Blocks of rows of the score matrix, each with the number of its first row; an item's own score is -inf."""
    body, title = _tfidf(bodies), _tfidf(titles)
    meaning = embed([text[:_BODY_CHARACTERS] for text in bodies])
    for start in range(0, len(bodies), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        own = np.arange(len(bodies[rows])), np.arange(start, start + len(bodies[rows]))
        parts = (
            (body[rows] @ body.T).toarray(),
            (title[rows] @ title.T).toarray(),
            meaning[rows] @ meaning.T,
        )
        z = [_standard(part.astype(np.float64), own) for part in parts]
        score = z[0] + _TITLE_WEIGHT * z[1] + z[2]
        score[own] = -np.inf
        yield start, score


def _standard(
    similar: NDArray[np.float64], own: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> NDArray[np.float64]:
    """z-scores of each row over the others; a row whose others are all alike gives zeros."""
    similar[own] = np.nan
    spread = np.nanstd(similar, axis=1, keepdims=True)
    centred = similar - np.nanmean(similar, axis=1, keepdims=True)
    return np.asarray(np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 1e-12))


def _best(score: NDArray[np.float64], k: int) -> list[list[int]]:
    count = min(k, score.shape[1] - 1)
    order = np.argsort(-score, axis=1, kind="stable")[:, :count]
    rows: list[list[int]] = order.tolist()
    return rows


def _tfidf(texts: Sequence[str]) -> csr_matrix:
    """One unit row per text; a text without a word gets a zero row."""
    if not any(re.search(WORDS, text) for text in texts):
        return csr_matrix((len(texts), 1), dtype=np.float64)
    return csr_matrix(TfidfVectorizer(sublinear_tf=True, token_pattern=WORDS).fit_transform(texts))


def plain_phrase(phrase: str) -> str:
    """A phrase or code name as words: "Refund_not_showing_up?" reads "refund not showing up".

    >>> plain_phrase("Refund_not-showingUp?")
    'refund not showing up'
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", phrase)
    return " ".join(re.findall(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}]\w+)?", spaced)).lower()


def match_phrases(
    phrases: Sequence[str],
    texts: Sequence[str],
    labels: NDArray[np.int64],
    vectors: NDArray[np.float32] | None = None,
    count: int = 3,
) -> list[list[tuple[int, float]]]:
    """For each phrase (or code name) the up to `count` themes that speak of it with their scores, best first.

    The 25 texts most like the phrase, in meaning and in words, vote with their likeness; a theme's score is its share
    of those votes (0 to 1). `labels` and `vectors` (unit rows; computed when left out) have one entry per text.

    >>> texts = ["I lost my card", "my card is lost", "exchange rate is wrong"]
    >>> match_phrases(["lost_card"], texts, np.array([0, 0, 1]), count=1)[0][0][0]
    0
    """
    if not len(texts):
        return [[] for _ in phrases]
    reference = embed(texts) if vectors is None else vectors
    spoken = [plain_phrase(phrase) for phrase in phrases]
    similar = embed(spoken) @ reference.T + _SHARE_OF_WORDS * _shared_words(spoken, texts)
    return [_votes(row, labels, count) for row in similar]


def _shared_words(phrases: list[str], texts: Sequence[str]) -> NDArray[np.float64]:
    weights = _tfidf([*texts, *phrases])
    return np.asarray((weights[len(texts) :] @ weights[: len(texts)].T).toarray())


def _votes(similar: NDArray[np.float64], labels: NDArray[np.int64], count: int) -> list[tuple[int, float]]:
    nearest = np.argsort(-similar, kind="stable")[:_WITNESSES]
    votes = np.bincount(labels[nearest], weights=np.clip(similar[nearest], 0, None) ** 2)
    order = [int(label) for label in np.argsort(-votes, kind="stable")[:count] if votes[label] > 0]
    return [(label, round(float(votes[label] / votes.sum()), 4)) for label in order]
