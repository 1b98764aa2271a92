"""Rules that find personal particulars and secrets by their shape, their checksum and the words before them."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Found(NamedTuple):
    """A stretch of text and the kind of particular it holds."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape, and a check that says how much of a match (end offset) is really of the kind; None for nothing.

    Where the shape has a group `value`, only that group is the particular.
    """

    kind: str
    shape: re.Pattern[str]
    checked_end: Callable[[re.Match[str]], int | None]

    def found(self, text: str) -> Iterator[Found]:
        """Every stretch of the text that has the shape and passes the check."""
        group = "value" if "value" in self.shape.groupindex else 0
        for match in self.shape.finditer(text):
            end = self.checked_end(match)
            if end is not None:
                whole = group and match[group] is None
                yield Found(match.start() if whole else match.start(group), end, self.kind)


def luhn_holds(number: str) -> bool:
    """Whether the digits of a payment card number pass the Luhn check (ISO/IEC 7812-1, annex B).

    >>> luhn_holds("4111 1111 1111 1111"), luhn_holds("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(sign) for sign in reversed(number) if sign.isdigit()]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


def iban_holds(iban: str) -> bool:
    """Whether an IBAN passes the mod-97 check (ISO 13616); blanks are allowed.

    >>> iban_holds("GB29 NWBK 6016 1331 9268 19"), iban_holds("GB29 NWBK 6016 1331 9268 18")
    (True, False)
    """
    plain = re.sub(r"\s", "", iban).upper()
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _whole(match: re.Match[str]) -> int | None:
    value = "value" in match.re.groupindex and match["value"] is not None
    return match.end("value") if value else match.end()


def _card_end(match: re.Match[str]) -> int | None:
    """The longest run of 13 to 19 digits from the start that passes; an expiry date may follow the number."""
    ends = [sign.end() for sign in re.finditer(r"\d", match[0])]
    for count in range(min(19, len(ends)), 12, -1):
        number = re.sub(r"\D", "", match[0][: ends[count - 1]])
        closed = count == len(ends) or match[0][ends[count - 1]] in " -"
        if closed and number[0] in "23456" and len(set(number)) > 1 and luhn_holds(number):
            return match.start() + ends[count - 1]
    return None


# Lengths by country from the SWIFT IBAN registry; without them a following word reads as part of the number.
_IBAN_LENGTHS = """15:NO 16:BE 18:DK FI FO GL NL SD FK 19:MK SI 20:AT BA EE KZ LT LU XK MN 21:CH HR LI LV
22:BG BH CR DE GB GE IE ME RS VA 23:AE GI IL IQ OM TL SO 24:AD CZ ES MD PK RO SA SE SK TN VG LY 25:PT ST LY
26:IS TR 27:BI DJ FR GR IT MC MR SM 28:AL AZ BY CY DO GT HU LB NI PL SV 29:BR EG PS QA UA 30:JO KW MU YE 31:MT SC
32:LC 33:RU"""
_LENGTH_OF = {
    country: int(length)
    for length, countries in re.findall(r"(\d+):([A-Z ]+)", _IBAN_LENGTHS.replace("\n", " "))
    for country in countries.split()
}


def _iban_end(match: re.Match[str]) -> int | None:
    length = _LENGTH_OF.get(match[0][:2].upper(), 0)
    ends = [sign.end() for sign in re.finditer(r"\S", match[0])]
    if not length or len(ends) < length:
        return None
    iban = match[0][: ends[length - 1]]
    closed = len(ends) == length or match[0][ends[length - 1]].isspace()
    return match.start() + len(iban) if closed and iban_holds(iban) else None


_VERSION_BEFORE = re.compile(
    r"(?:\b(?:v|ver|vers|versions?|releases?|builds?|firmware|app|update|updated|upgraded?|android|ios|ipados|macos"
    r"|windows|chrome|safari|firefox|edge|sdk|api|patch|revision|rev|client|plugin|driver|package|library)"
    r"(?:\s+(?:to|from|is|was|number|no))?[\s.:=#-]{0,3}|(?<![A-Za-z])[vV]|[=~^<>-])$",
    re.IGNORECASE,
)
_ADDRESS_BEFORE = re.compile(
    r"\b(?:ip|ipv4|ips|hosts?|servers?|address|addresses|addr|gateway|dns|subnet|ping|proxy|vpn|router|network|login"
    r"|log(?:ged)? ?in|sign(?:ed)? ?in|connect(?:ed|ion|ions|ing)?|requests?|traffic|access(?:ed)?|blocked|port|node)\b"
    r"[\s\w]{0,16}[\s.:=#(]{0,3}$",
    re.IGNORECASE,
)
_LARGEST_VERSION_PART = 31
_LOOK_BACK = 40


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _LOOK_BACK) : match.start()]


def _ip4_end(match: re.Match[str]) -> int | None:
    """Four small numbers are an app version as often as an address: the words before them decide."""
    parts = [int(part) for part in match["value"].split(".")]
    if max(parts) > 255 or _VERSION_BEFORE.search(_before(match)):
        return None
    sure = match["port"] or max(parts) > _LARGEST_VERSION_PART or _ADDRESS_BEFORE.search(_before(match))
    return match.end("value") if sure else None


def _ip6_end(match: re.Match[str]) -> int | None:
    try:
        ipaddress.IPv6Address(match[0])
    except ipaddress.AddressValueError:
        return None
    return match.end() if any(sign.isdigit() for sign in match[0]) else None


_PHONE_BEFORE = re.compile(
    r"\b(?:phone|call|called|calling|tel|telephone|mobile|cell|sms|text|whatsapp|dial|ring|reach me|contact|fax)\b"
    r"[\s\w]{0,24}[\s.:=#(]{0,3}$",
    re.IGNORECASE,
)
_REFERENCE_BEFORE = re.compile(
    r"(?:\b(?:order|invoice|ref|reference|ticket|case|id|ids|transaction|account|number|no|nr|tracking|sku|build"
    r"|timestamp|amount|code|serial)\b[\s.:=#]{0,3}|[$#\N{EURO SIGN}\N{POUND SIGN}]\s?)$",
    re.IGNORECASE,
)
_DATE_START = re.compile(r"(?:19|20)\d\d[-/. ]\d\d?[-/. ]\d\d?\b|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d\b")
_AMERICAN = re.compile(r"\(?[2-9]\d\d\)?[ .-]?[2-9]\d\d[ .-]?\d{4}$")


def _phone_end(match: re.Match[str]) -> int | None:
    """International, or after a word such as "call", or in a national shape and not after "order" or the like."""
    number, digits = match[0], len(re.sub(r"\D", "", match[0]))
    if _DATE_START.match(number) or number.count(".") > 3:
        return None
    if re.match(r"\+|00[1-9]", number):
        return match.end() if 8 <= digits <= 16 else None
    if _PHONE_BEFORE.search(_before(match)):
        return match.end() if 7 <= digits <= 15 else None
    national = _AMERICAN.match(number) or (re.match(r"\(?0[1-9]", number) and 9 <= digits <= 12)
    return match.end() if national and not _REFERENCE_BEFORE.search(_before(match)) else None


def _secret_end(match: re.Match[str]) -> int | None:
    """A value named as a secret counts only when it looks generated: "password: forgotten" stays as it is."""
    value = match["value"]
    return match.end("value") if any(s.isdigit() for s in value) and any(s.isalpha() for s in value) else None


_KEY_SHAPES = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:sk|pk|rk)[-_](?:(?:live|test|proj|ant)[-_])?(?=[\w-]*\d)[A-Za-z0-9_-]{16,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abeoprs]-[\w-]{10,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[\w-]{30,}|\bnpm_[A-Za-z0-9]{30,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"
    r"|\b[Bb]earer (?P<value>[\w.~+/-]{16,}=*)"
)
_IN_QUERY = (
    r"(?<=[?&#;])(?:(?:access|auth|refresh|id|reset|session|csrf|invite|api|private)[_-]?)?"
    r"(?:token|key|secret|sig|signature|code|otp|password|passwd|pwd|session|sid|auth|jwt)=(?P<value>[^\s&#\"'<>]{4,})"
)
_IN_PATH = (
    r"(?<=://)[^\s?#]*/(?:reset|verify|confirm|invite|magic|magic-link|login|activate|token|unsubscribe|auth|password)"
    r"/(?P<value>(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{12,})"
)
_AFTER_LABEL = (
    r"\b(?:password|passwd|pwd|passcode|passphrase|secret|api[ _-]?key|access[ _-]?key|secret[ _-]?key"
    r"|(?:auth|access|api)?[ _-]?token)(?:\s+(?:is|was))?(?:\s*[:=]\s*|\s+)[\"'`]?(?P<value>[^\s\"'`,;\[\]]{8,})"
)

# The order matters: what an earlier rule takes, a later one leaves.
RULES = (
    Rule("SECRET", re.compile(_KEY_SHAPES, re.DOTALL), _whole),
    Rule("TOKEN", re.compile(_IN_QUERY, re.IGNORECASE), _whole),
    Rule("TOKEN", re.compile(_IN_PATH, re.IGNORECASE), _whole),
    Rule("EMAIL", re.compile(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,23}\b"), _whole),
    Rule("SECRET", re.compile(_AFTER_LABEL, re.IGNORECASE), _secret_end),
    Rule("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,40}", re.IGNORECASE), _iban_end),
    Rule("CARD", re.compile(r"(?<![\w.+-])\d(?:[ -]?\d){12,22}(?![\w-])"), _card_end),
    Rule("SSN", re.compile(r"(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d\d\1(?!0000)\d{4}(?![\w-])"), _whole),
    Rule(
        "IP",
        re.compile(r"(?<![\w.])(?P<value>\d{1,3}(?:\.\d{1,3}){3})(?P<port>[:/]\d{1,5})?(?!\w|\.\d)"),
        _ip4_end,
    ),
    Rule("IP", re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])"), _ip6_end),
    Rule(
        "PHONE",
        re.compile(r"(?<![\w.,/:=+-])(?:\+|00)?\(?\d(?:[ ./()-]{0,2}\d){6,15}(?![\w%]|[.,/:-]\d)"),
        _phone_end,
    ),
)
