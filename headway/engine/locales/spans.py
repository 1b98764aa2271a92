"""How long ago, or how soon, in words."""

_STEPS = (
    (60, "minute", 60),
    (3600, "hour", 24),
    (86_400, "day", 31),
    (2_629_800, "month", 12),
    (31_557_600, "year", 10**9),
)


def span_words(seconds: float) -> str:
    """A span of time from now: what is past is ago, what comes is in.

    >>> [span_words(one) for one in (-20, -90, -7200, -86_400 * 2, 86_400 * 40, -31_557_600 * 3)]
    ['just now', '1 minute ago', '2 hours ago', '2 days ago', 'in 1 month', '3 years ago']
    """
    size = abs(seconds)
    if size < 60:
        return "just now"
    count, word = next((int(size // step), word) for step, word, most in _STEPS if size // step < most)
    words = f"{count} {word}{'' if count == 1 else 's'}"
    return f"{words} ago" if seconds < 0 else f"in {words}"
