"""The part of a list's address after `?`: one form for each view, and whether two are the same view."""

from urllib.parse import parse_qsl, unquote, urlencode

DEFAULTS = {
    "view": "table", "match": "all", "match2": "all", "match3": "all", "join": "all", "density": "",
}  # fmt: skip
CHIPS = frozenset({"f", "f2", "f3"})
ORDER = (
    "view", "match", "f", "match2", "f2", "match3", "f3", "join", "sort", "group", "columns", "density",
    "x", "y", "size", "start", "end", "zoom",
)  # fmt: skip


def canonical(query: str) -> str:
    """An address in its one form: known parts in a fixed order, what only tells where one is left out.

    Parts with their default value, empty parts and repeats are left out; of a part that stands once, the last
    one counts. Chips keep their order.

    >>> canonical("?sort=-arr&view=table&f=state:is:open&peek=PRB-1&f=state:is:open")
    'f=state%3Ais%3Aopen&sort=-arr'
    """
    parts = _parts(query)
    return urlencode([(name, value) for name in ORDER for value in parts.get(name, ())])


def is_changed(saved: str, current: str) -> bool:
    """Whether an address shows another view than the saved one; the order of chips makes no other view.

    >>> is_changed("f=a:is:1&f=b:is:2", "f=b:is:2&f=a:is:1&after=x"), is_changed("sort=a", "sort=-a")
    (False, True)
    """
    return _compared(saved) != _compared(current)


def _compared(query: str) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in _parts(query).items()}


def _parts(query: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for name, value in parse_qsl(query.removeprefix("?"), max_num_fields=500):
        if name not in ORDER:
            continue
        if name in CHIPS:
            parts.setdefault(name, []).append(value)
        else:
            parts[name] = [value]
    return {
        name: list(dict.fromkeys(values)) for name, values in parts.items() if values != [DEFAULTS.get(name)]
    }


def lines_of(query: str) -> str:
    """An address in its one form as it is kept: a line for each part, the words in it as they are.

    Whoever looks for a name in what is kept finds it, which the escapes of an address would hide.

    >>> lines_of("sort=title&f=title%3Ahas%3AAnn+Lee")
    'f=title:has:Ann Lee\\nsort=title'
    """
    parts = _parts(query)
    return "\n".join(f"{name}={_in_line(value)}" for name in ORDER for value in parts.get(name, ()))


def _in_line(value: str) -> str:
    return value.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def query_of(lines: str) -> str:
    """The address that `lines_of` kept.

    >>> query_of("f=title:has:Ann Lee\\nsort=title")
    'f=title%3Ahas%3AAnn+Lee&sort=title'
    """
    parts = [line.partition("=") for line in lines.split("\n")]
    return canonical(urlencode([(name, unquote(value)) for name, _, value in parts]))
