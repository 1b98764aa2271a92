"""Themes and trends on a folder of customer messages with known categories: how right, how fast, how large.

Run from the root of the project: `python -m bench.themes [FOLDER]` (default: ../shared/data/bank).
"""

import csv
import json
import resource
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, v_measure_score

from headway.engine.stats.trend import Trend, trends, weekly_counts
from headway.engine.text.identity import assign, match_themes
from headway.engine.text.similarity import match_phrases
from headway.engine.text.themes import Themes, find_themes

DEFAULT_FOLDER = Path("../shared/data/bank")
WEEKS = 26
MISSED: list[str] = []


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def show(name: str, value: object, bar: str = "", *, holds: bool = True) -> None:
    print(f"{name:<58} {value!s:>12}  {bar if holds else bar + '  BELOW THE BAR'}")
    if not holds:
        MISSED.append(name)


def holder(labels: NDArray[np.int64], member: NDArray[np.bool_]) -> int:
    return int(np.bincount(labels[member]).argmax())


def themes_part(texts: list[str], categories: NDArray[np.str_]) -> Themes:
    wall, cpu = time.perf_counter(), time.process_time()
    found = find_themes(texts)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    known = len(set(categories.tolist()))
    show("messages", len(texts))
    rand, harmony = adjusted_rand_score(categories, found.labels), v_measure_score(categories, found.labels)
    show("adjusted Rand index", f"{rand:.3f}", "bar 0.46", holds=rand >= 0.46)
    show("V-measure", f"{harmony:.3f}", "bar 0.76", holds=harmony >= 0.76)
    near = abs(len(found.names) - known) <= known * 0.25
    show("themes found", len(found.names), f"bar {known} +- 25 %", holds=near)
    left_out = int((found.labels < 0).sum())
    show("messages without a theme", left_out, "bar 0", holds=not left_out)
    show("share confident", f"{found.confident.mean():.3f}")
    sure = adjusted_rand_score(categories[found.confident], found.labels[found.confident])
    show("adjusted Rand index of the confident", f"{sure:.3f}")
    show("CPU seconds, word vectors included", f"{cpu:.1f}")
    show("wall seconds", f"{wall:.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show("peak memory of the process, MB", f"{peak:.0f}", "bar 1500", holds=peak <= 1500)
    return found


def stability_part(texts: list[str], found: Themes) -> None:
    again = find_themes(texts, vectors=found.vectors)
    same = bool(np.array_equal(again.labels, found.labels))
    show("same seed, same labels", same, "bar True", holds=same)
    fresh = np.random.default_rng(0).random(len(texts)) < 0.05
    before = [None if new else f"t{label}" for new, label in zip(fresh, found.labels, strict=True)]
    started = time.process_time()
    on = find_themes(texts, vectors=found.vectors, before=before)
    ids = match_themes(before, on.labels)
    spent = time.process_time() - started
    kept = [ids.get(int(label)) == one for label, one in zip(on.labels, before, strict=True) if one]
    show(
        "old messages that keep their theme, 5 % new",
        f"{np.mean(kept):.3f}",
        "bar 0.95",
        holds=bool(np.mean(kept) >= 0.95),
    )
    show("CPU seconds to continue", f"{spent:.2f}")
    started = time.process_time()
    assign(found.vectors[:100], found.vectors[100:], found.labels[100:])
    show("CPU seconds to assign 100 messages", f"{time.process_time() - started:.3f}")


def trends_part(folder: Path, found: Themes, categories: NDArray[np.str_], days: list[int]) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["feedback"]
    planted = {name: direction for direction in ("rising", "falling") for name in truth[direction]}
    moves = trends(weekly_counts(days, found.labels, max(days), WEEKS))
    holders = {name: holder(found.labels, categories == name) for name in planted}
    right = sum(moves[theme].direction == planted[name] for name, theme in holders.items())
    show(
        "planted rising and falling categories called right",
        f"{right}/{len(planted)}",
        "bar all",
        holds=right == len(planted),
    )
    for name, theme in holders.items():
        print(f"  {planted[name]:<8} {name:<50} {line(found.names[theme], moves[theme])}")
    majority = [Counter(categories[found.labels == one]).most_common(1)[0][0] for one in range(len(moves))]
    quiet = [one for one, name in enumerate(majority) if name not in planted and one not in holders.values()]
    wrong = [one for one in quiet if moves[one].direction != "flat"]
    few = len(wrong) <= len(quiet) / 20
    show("themes called where nothing was planted", f"{len(wrong)}/{len(quiet)}", "bar 1 in 20", holds=few)
    for one in wrong:
        print(f"  {majority[one]:<59} {line(found.names[one], moves[one])}")


def line(name: str, move: Trend) -> str:
    interval = f"({move.low or 0:.2f}..{move.high or 0:.2f})"
    return f"{move.direction:<8} x{move.ratio or 0:.2f} {interval} p={move.p:.1e} {name}"


def phrases_part(folder: Path, texts: list[str], found: Themes, categories: NDArray[np.str_]) -> None:
    wanted = [row["problem_categories"].split(";") for row in rows(folder / "initiatives.csv")]
    names = sorted({name for some in wanted for name in some if name})
    matches = match_phrases(names, texts, found.labels, found.vectors)
    gold = [holder(found.labels, categories == name) for name in names]
    first = np.mean([best[0][0] == theme for best, theme in zip(matches, gold, strict=True)])
    among = np.mean([theme in dict(best) for best, theme in zip(matches, gold, strict=True)])
    show("code names whose first theme holds most of the category", f"{first:.3f}")
    show("  ... one of the first three themes", f"{among:.3f}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    feedback = rows(folder / "feedback.csv")
    gold = {row["feedback_id"]: row["category"] for row in rows(folder / "labels.csv")}
    categories = np.array([gold[row["id"]] for row in feedback])
    days = [date.fromisoformat(row["created_at"][:10]).toordinal() for row in feedback]
    texts = [row["text"] for row in feedback]
    found = themes_part(texts, categories)
    stability_part(texts, found)
    trends_part(folder, found, categories, days)
    phrases_part(folder, texts, found, categories)
    if MISSED:
        sys.exit(f"Below the bar: {', '.join(MISSED)}")


if __name__ == "__main__":
    main()
