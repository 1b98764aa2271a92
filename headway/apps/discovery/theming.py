"""Finding themes in the messages of a workspace, and giving each one the ref it had before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from headway.apps.discovery.models import Feedback, Problem, ResearchNote, Theme
from headway.apps.discovery.sizing import Window, trend_stored, window_of
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.figures import RowsQuery
from headway.core.models import Link

if TYPE_CHECKING:
    from headway.engine.stats.trend import Trend
    from headway.engine.text.themes import Themes

CHUNK = 5000
# What a person placed stays, while its theme is there.
LOOSE = Q(placed_by=None) | Q(theme__is_current=False)
QUOTES_KEPT = 6
TITLE_CHARACTERS_MOST = 64
OPENING = re.compile(r"^(?:hi|hey|hello|hmm?|so|besides|also|and|but|ok|well)\b[,.:;!]*\s+", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Found:
    """Themes computed from the messages, not stored yet; position k of each list belongs to theme k."""

    earlier: Sequence[tuple[str, int]]
    message_ids: Sequence[UUID]
    themes: "Themes"
    refs: Sequence[str]
    quotes: Sequence[list[dict[str, Any]]]
    trends: Sequence["Trend"]
    weekly: Sequence[list[int]]
    window: Window


def themes_found(context: Context, seed: int, anew: bool = False) -> Found:
    """Compute themes over every message, going on from the ones there are unless `anew`. Slow (seconds per ten
    thousand messages); reads only."""
    from headway.engine.stats.trend import trends  # noqa: PLC0415 - loads scipy
    from headway.engine.text.themes import find_themes  # noqa: PLC0415 - loads scikit-learn

    earlier = _standing(context)
    found = rows(Feedback, context).order_by("at", "id")
    messages: list[Any] = list(
        found.values_list("pk", "ref", "redacted_text", "at", "theme__ref", named=True)
    )
    if not messages:
        raise Invalid("There are no messages to find themes in; import feedback first.")
    texts = [one.redacted_text for one in messages]
    before = [one.theme__ref for one in messages]
    themes = find_themes(texts, seed, before=None if anew else before)
    window = window_of([messages[0].at, messages[-1].at])
    weekly = _weekly(themes, [one.at for one in messages], window)
    return Found(
        earlier=earlier,
        message_ids=[one.pk for one in messages],
        themes=themes,
        refs=_refs(context, themes, before),
        quotes=[_quotes(themes, place, messages) for place in range(len(themes.names))],
        trends=trends(weekly),
        weekly=weekly,
        window=window,
    )


def _standing(context: Context) -> list[tuple[str, int]]:
    current = rows(Theme, context).filter(is_current=True)
    return list(current.order_by("ref").values_list("ref", "messages"))


def _weekly(themes: "Themes", moments: Sequence[Any], window: Window) -> list[list[int]]:
    counts = [[0] * window.weeks for _ in themes.names]
    for label, at in zip(themes.labels, moments, strict=True):
        counts[label][window.week_of(at)] += 1
    return counts


def _refs(context: Context, themes: "Themes", before: Sequence[str | None]) -> list[str]:
    """The ref of each theme: that of the earlier theme it continues, or the next free one."""
    from headway.engine.text.identity import match_themes  # noqa: PLC0415 - loads scipy

    kept = match_themes(before, themes.labels)
    used = [int(ref[1:]) for ref in rows(Theme, context).values_list("ref", flat=True) if ref[1:].isdigit()]
    free = iter(range(max(used, default=0) + 1, 10**9))
    return [kept.get(place) or f"t{next(free)}" for place in range(len(themes.names))]


def _quotes(themes: "Themes", place: int, messages: Sequence[Any]) -> list[dict[str, Any]]:
    from headway.engine.text.naming import distinctive_spans  # noqa: PLC0415

    return [
        {
            "id": messages[row].ref,
            "marks": distinctive_spans(messages[row].redacted_text, themes.terms[place][:4]),
        }
        for row in themes.quotes[place][:QUOTES_KEPT]
    ]


def themes_store(context: Context, found: Found) -> dict[str, int]:
    """Keep what was found; themes that are gone stay as history, without messages.

    Raises Conflict when other themes were found meanwhile, since refs were given by the ones before.
    """
    if _standing(context) != found.earlier:
        raise Conflict("Themes were found by somebody else meanwhile; look at them and find them again.")
    known = {one.ref: one for one in rows(Theme, context)}
    rows(Theme, context).update(is_current=False)
    stored = [_theme(context, found, place, known) for place in range(len(found.refs))]
    fresh = [one for one in stored if one.ref not in known]
    Theme.objects.bulk_create(fresh)
    fields = ["name", "centroid", "messages", "confident_share", "terms", "quotes", "trend", "is_current"]
    Theme.objects.bulk_update([one for one in stored if one.ref in known], fields, batch_size=200)
    _assign(context, found, stored)
    return {"themes": len(stored), "kept": len(stored) - len(fresh), "new": len(fresh)}


def _theme(context: Context, found: Found, place: int, known: Mapping[str, Theme]) -> Theme:
    ref, themes = found.refs[place], found.themes
    theme = known.get(ref) or Theme(workspace=context.workspace, ref=ref, created_at=context.now)
    member = themes.labels == place
    opened = RowsQuery(query="discovery.feedback_list", question={"theme": ref})
    theme.name, theme.terms = themes.names[place], list(themes.terms[place])
    theme.centroid = themes.centroids[place].tobytes()
    theme.messages = int(member.sum())
    theme.confident_share = round(float(themes.confident[member].mean()), 4)
    theme.quotes = found.quotes[place]
    theme.trend = trend_stored(found.trends[place], found.weekly[place], found.window, opened)
    theme.is_current = True
    return theme


def _assign(context: Context, found: Found, stored: Sequence[Theme]) -> None:
    """Put each message under its theme, with few statements whatever the number of messages."""
    labels, confident = found.themes.labels.tolist(), found.themes.confident.tolist()
    groups: dict[tuple[int, bool], list[UUID]] = {}
    for pk, label, sure in zip(found.message_ids, labels, confident, strict=True):
        groups.setdefault((label, sure), []).append(pk)
    for (label, sure), members in groups.items():
        for part in _chunks(members):
            loose = rows(Feedback, context).filter(LOOSE, pk__in=part)
            loose.update(theme=stored[label], theme_confident=sure, placed_by=None)
    _count_again(context, stored)


def _count_again(context: Context, stored: Sequence[Theme]) -> None:
    """Where people placed messages, a theme has others than were found for it."""
    if rows(Feedback, context).exclude(placed_by=None).exists():
        for theme in stored:
            theme.messages = theme.feedback.count()
        Theme.objects.bulk_update(stored, ["messages"], batch_size=200)


def _chunks(members: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (members[start : start + CHUNK] for start in range(0, len(members), CHUNK))


def problems_propose(context: Context) -> int:
    """Give every current theme without a problem a proposed one, and drop proposals nobody stands behind."""
    abandoned_forget(context)
    numbers = [
        int(ref[2:]) for ref in rows(Problem, context).values_list("ref", flat=True) if ref[2:].isdigit()
    ]
    orphans = list(rows(Theme, context).filter(is_current=True, problem=None).order_by("-messages", "ref"))
    titles = _titles(context, orphans)
    fresh = [
        Problem(
            workspace=context.workspace, ref=f"P-{number:03}", title=titles[theme.ref], created_at=context.now,
            origin={"proposed_from": theme.ref},
        )
        for number, theme in enumerate(orphans, start=max(numbers, default=0) + 1)
    ]  # fmt: skip
    Problem.objects.bulk_create(fresh)
    for theme, problem in zip(orphans, fresh, strict=True):
        theme.problem = problem
    Theme.objects.bulk_update(orphans, ["problem"], batch_size=200)
    return len(fresh)


def _titles(context: Context, themes: Sequence[Theme]) -> dict[str, str]:
    """A proposed title for each theme: the shortest typical sentence that holds its terms, which says it as
    customers do; where all are long, the theme's name."""
    refs = {str(quote["id"]) for theme in themes for quote in theme.quotes}
    texts = dict(rows(Feedback, context).filter(ref__in=refs).values_list("ref", "redacted_text"))
    return {
        theme.ref: _title(
            [texts[ref] for one in theme.quotes if (ref := str(one["id"])) in texts], theme.terms, theme.name
        )
        for theme in themes
    }


def _title(quotes: Sequence[str], terms: Sequence[str], name: str) -> str:
    split = (sentence for quote in quotes for sentence in SENTENCE_END.split(" ".join(quote.split())))
    sentences = [OPENING.sub("", sentence) for sentence in split]
    short = [
        one
        for one in sentences
        if one.count(" ") >= 2 and len(one) <= TITLE_CHARACTERS_MOST and "[" not in one
    ]
    telling = [(sum(term in one.lower() for term in terms[:4]), one) for one in short]
    best = [one for hits, one in telling if hits >= 2] or [one for hits, one in telling if hits]
    chosen = min(best, key=lambda one: (len(one), one), default=name)
    return chosen[:1].upper() + chosen[1:].rstrip(" .!,;")


def abandoned_forget(context: Context) -> None:
    """A proposal whose themes are all gone, that nobody named, decided on, merged another into or linked by hand,
    was only a proposal."""
    decided = rows(Link, context).filter(state=Link.State.CONFIRMED).values_list("to_id", flat=True)
    current = rows(Theme, context).filter(is_current=True).exclude(problem=None).values("problem")
    untouched = {"version": 1, "decided_by": None, "insights": None, "merged": None}
    abandoned = rows(Problem, context).filter(state=Problem.State.PROPOSED, **untouched)
    abandoned = abandoned.exclude(origin__has_key="assumption")
    ids = list(abandoned.exclude(pk__in=current).exclude(pk__in=list(decided)).values_list("pk", flat=True))
    rows(Link, context).filter(to_id__in=ids).delete()
    rows(Problem, context).filter(pk__in=ids).delete()


def notes_place(context: Context) -> int:
    """Put each thing said in an interview beside the theme it is nearest to; gives how many were said."""
    themes = list(rows(Theme, context).filter(is_current=True).order_by("ref"))
    notes = list(rows(ResearchNote, context).order_by("ref"))
    said = [saying for note in notes for saying in note.sayings]
    if not themes or not said:
        return 0
    for saying, (place, closeness) in zip(said, _nearest([one["text"] for one in said], themes), strict=True):
        saying["theme"], saying["closeness"] = themes[place].ref, round(closeness, 3)
    ResearchNote.objects.bulk_update(notes, ["sayings"], batch_size=200)
    return len(said)


def _nearest(texts: Sequence[str], themes: Sequence[Theme]) -> list[tuple[int, float]]:
    import numpy as np  # noqa: PLC0415 - slow to load

    from headway.engine.text.vectors import embed  # noqa: PLC0415 - loads the word vectors

    middles = np.stack([np.frombuffer(one.centroid, np.float32) for one in themes])
    closeness = embed(texts) @ middles.T
    return [(int(row.argmax()), float(row.max())) for row in closeness]
