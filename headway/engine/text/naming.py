"""Names of themes from the words customers use, and the places in a quote that speak for its theme."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
_WORD = re.compile(rf"[^\W\d_](?:\w|['{_APOSTROPHE}](?=\w))*")
_TOKEN = re.compile(r"\[[A-Z]+_\d+\]")
_ENDING = re.compile(r"(?:'s|ies|es|ed|ing|s|e|y)$")
_LONGEST_PHRASE = 4
_TERMS_KEPT = 8
_RARE = 3
_LARGE_CORPUS = 1000
_LENGTH_BONUS = 0.35
_NAME_CANDIDATES = 4

# Function words only: "top", "up", "not" or "off" stand in common stop-word lists but carry a theme's meaning.
_STOP_WORDS = """
    a about after again all also am an and any anybody anyone anything are aren't as at be because been before
    being both but by can can't cannot could couldn't d did didn't do does doesn't doing don don't else ever every
    few for from get gets getting give go going got had has hasn't have haven't having he hello help her here hey hi
    him his how i i'd i'll i'm i've if im in into is isn't it it's its ive just know let like ll m make may maybe me
    might more most much must my myself need needs now of oh ok on once one only or other our out over please put re
    really s see seem seems shall she should show so some somebody someone something still such sure t tell than thank
    thanks that that's the their them then there there's these they thing things think this those though thought to
    told too trying try us use used using ve very want wanted wants was wasn't way we well were weren't what what's
    when where which while who whose why will with within won't would wouldn't you you're your yours yet able actually
    already possible issue problem question between
"""
_STOP = frozenset(_STOP_WORDS.split())
_LOOSE_START = frozenset({"up", "off", "out", "down"})
_CLAUSE = frozenset({"how", "why", "what", "when", "where", "but", "because", "if", "which", "who"})


def words(text: str) -> list[str]:
    """The words of a text in lower case; numbers and redaction tokens such as [EMAIL_1] are not words.

    >>> words("Why can't I top-up 20 EUR from [EMAIL_1]?")
    ['why', "can't", 'i', 'top', 'up', 'eur', 'from']
    """
    return [word.lower().replace(_APOSTROPHE, "'") for word in _WORD.findall(_TOKEN.sub(" ", text))]


def _phrases(text: str) -> list[str]:
    """All runs of one to four words that neither begin nor end with a function word, nor span two clauses."""
    spoken = words(text)
    return [
        " ".join(spoken[start:end])
        for start in range(len(spoken))
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(spoken)) + 1)
        if _is_phrase(spoken[start:end])
    ]


def _is_phrase(run: list[str]) -> bool:
    return not (run[0] in _STOP or run[-1] in _STOP or run[0] in _LOOSE_START or _CLAUSE.intersection(run))


def _content_words(phrase: str) -> set[str]:
    return {_ENDING.sub("", word) for word in phrase.split() if word not in _STOP}


def distinctive_terms(texts: Sequence[str], labels: NDArray[np.int64]) -> list[tuple[str, ...]]:
    """Up to eight phrases for each label 0..k-1 that its texts use and other texts do not, best first.

    A phrase scores share of the label's texts x log(share here / share elsewhere), more for longer phrases
    (class-based TF-IDF, Grootendorst 2022, on document shares). A label without any word gets ().

    >>> texts = ["lost my card", "my card is lost", "exchange rate wrong", "wrong exchange rate"]
    >>> distinctive_terms(texts, np.array([0, 0, 1, 1]))[1][0]
    'exchange rate'
    """
    count = int(labels.max()) + 1
    rare = _RARE if len(texts) >= _LARGE_CORPUS else 1
    if not any(_phrases(text) for text in texts):
        return [()] * count
    counter = CountVectorizer(analyzer=_phrases, binary=True, min_df=rare, dtype=np.float64)
    used = csr_matrix(counter.fit_transform(texts))
    vocabulary = counter.get_feature_names_out()
    return [_chosen(scores, vocabulary) for scores in _scores(used, labels, count, vocabulary)]


def _scores(
    used: csr_matrix, labels: NDArray[np.int64], count: int, vocabulary: NDArray[np.str_]
) -> NDArray[np.float64]:
    rows = len(labels)
    member = csr_matrix((np.ones(rows), (labels, np.arange(rows))), shape=(count, rows))
    inside = np.asarray((member @ used).toarray())
    size = np.bincount(labels, minlength=count)[:, None]
    share = inside / np.maximum(size, 1)
    elsewhere = (inside.sum(axis=0) - inside + 0.5) / (rows - size + 1)
    bonus = np.array([1 + _LENGTH_BONUS * (len(_content_words(phrase)) - 1) for phrase in vocabulary])
    return np.asarray(share * np.log(np.maximum(share, 1e-12) / elsewhere).clip(0) * bonus)


def _chosen(scores: NDArray[np.float64], vocabulary: NDArray[np.str_]) -> tuple[str, ...]:
    """The best phrases, each bringing at least one word that the ones before it lack."""
    kept: list[str] = []
    seen: set[str] = set()
    best = np.lexsort((vocabulary, -scores))[: 10 * _TERMS_KEPT]
    for phrase in (str(vocabulary[place]) for place in best if scores[place] > 0):
        if not _content_words(phrase) <= seen:
            kept.append(phrase)
            seen |= _content_words(phrase)
    return tuple(kept[:_TERMS_KEPT])


def theme_names(terms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """One short name for each theme from its distinctive terms, in sentence case; no two are the same.

    >>> theme_names([("exchange rate", "app"), ("card", "lost"), ("exchange rate", "fee"), ()])
    ('Exchange rate', 'Card, lost', 'Exchange rate, fee', 'Other')
    """
    names: list[str] = []
    for own in terms:
        names.append(_free_name(own, set(names)))
    return tuple(names)


def _free_name(terms: tuple[str, ...], taken: set[str]) -> str:
    parts = _readable(terms)
    fewest = 1 if parts and " " in parts[0] else 2
    for length in range(fewest, len(parts) + 1):
        name = _sentence_case(", ".join(parts[:length]))
        if name not in taken:
            return name
    name = _sentence_case(", ".join(parts[:fewest])) or "Other"
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(free for free in numbered if free not in taken)


def _readable(terms: tuple[str, ...]) -> tuple[str, ...]:
    """A lone first word gives way to a longer phrase, close behind it, that holds the word."""
    if not terms or " " in terms[0]:
        return terms
    longer = [term for term in terms[1:_NAME_CANDIDATES] if _content_words(terms[0]) < _content_words(term)]
    return (longer[0], *(term for term in terms[1:] if term != longer[0])) if longer else terms


def _sentence_case(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def distinctive_spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where (start, end) in a text the terms stand, in reading order; spans that touch or overlap are joined.

    >>> distinctive_spans("My top up failed. Top-up again?", ["top up", "failed"])
    [(3, 9), (10, 16), (18, 24)]
    """
    found = sorted(
        match.span()
        for term in terms
        for match in re.finditer(
            r"(?<!\w)" + r"\W+".join(map(_apostrophes, term.split())) + r"(?!\w)", text, re.I
        )
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _apostrophes(word: str) -> str:
    return re.escape(word).replace("'", f"['{_APOSTROPHE}]")
