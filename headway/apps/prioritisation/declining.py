"""Saying no in words: when it is looked at again, and a draft of the reply."""

from datetime import date


def revisit_words(day: date | None, when: str) -> str:
    """When a "no" is to be looked at again.

    >>> revisit_words(date(2027, 3, 1), "five more accounts ask")
    'on 2027-03-01, or when five more accounts ask'
    """
    told = [f"on {day.isoformat()}"] if day else []
    return ", or ".join([*told, *([f"when {when.removeprefix('when ')}"] if when else [])])


def reply_drafted(asked: str, reason: str, again: str) -> str:
    """A reply for a person to make their own and send; nothing is sent from here.

    >>> print(reply_drafted("Dark mode", "Nobody left over it", "on 2027-03-01"))
    Thank you for asking for this: Dark mode
    <BLANKLINE>
    We will not do it now. Nobody left over it.
    <BLANKLINE>
    We will look at it again on 2027-03-01.
    """
    because = reason if reason.endswith((".", "!", "?")) else f"{reason}."
    return (
        f"Thank you for asking for this: {asked}\n\nWe will not do it now. {because}\n\n"
        f"We will look at it again {again}."
    )
