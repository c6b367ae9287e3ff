"""Which columns of a register without a profile look as if they told who a child is.

A heading is judged by its words, since names and dates of birth look like other words and dates;
NHS numbers, UPNs, postcodes and e-mail addresses are known by their values too. Headings that name
staff or things (`Allocated Worker`, `Team name`, `School name`) are let pass: a draw by worker or
team is what audits need, and they tell who works, not who the child is. Where a heading could be
either, it counts as personal, for a column wrongly kept back can still be asked for by name.
"""

import re
from collections.abc import Callable, Sequence

from audit.registers.folding import fold, is_blank

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NHS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}", re.ASCII)
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are left out of UPNs
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? *\d[A-Z]{2}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

_PLAIN, _WORD = re.compile(r"[\w .,:/()?-]{1,20}"), re.compile(r"[^\W\d_]{2,}")
_DAY = 8  # digits that a day has
_NO_DAY = re.compile(r"(?i:not \w{2,10}|unknown|unborn|pending|n/?[ak]|tb[ac])|[a-z]{1,4}|[?-]+")

_STAFF = re.compile(
    r"\b(?:(?:case|key)?worker|sw|practitioner|manager|advis[oe]r|auditor|iro|officer|supervisor|reviewer"
    r"|professional|consultant|clinician|staff|referrer|assessor|author|chair|lead|owner|team|allocated)s?\b"
)
_THING = re.compile(
    r"\b(?:school|college|nursery|academy|organi[sz]ation|agency|provider|placement|hospital|gp|practice|service"
    r"|setting|home|department|directorate|locality|area|ward|district|borough|authority|cluster|group|type"
    r"|category|status|reason|code|plan|event|form|step|workflow|file|sheet|list|column|field)s?\b"
)
_BY_WORDS = tuple(
    (what, re.compile(rf"\b(?:{words})\b"))
    for what, words in (
        ("an e-mail address", "email|e mail"),
        ("an address", "address"),
        ("a phone number", "(?:tele)?phone|mobile|tel"),
        ("a date of birth", "dob|do b|d o b|date ?of ?birth|birth ?date|date born"),
        ("an NHS number", "^nhs$|nhs ?(?:no|num|number|id)"),
        ("a UPN", "upn|unique pupil number"),
        ("a unique learner number", "uln|unique learner number"),
        ("a postcode", "post ?code|postal code|(?:home|pl) post"),
        (
            "a name",
            "(?:fore|sur)names?|(?:first|last|family|given|middle|full) ?names?|known as|alias|aka|initials",
        ),
    )
)


def personal(heading: str, values: Sequence[str]) -> str:
    """What a column looks like: `a name`, `an NHS number`, `a UPN`, `a postcode`, `a date of birth` …, or ''.

    By its heading, else where more than half of the values given that are not blank are such.
    """
    return _by_heading(heading) or _by_values(values)


def _by_heading(heading: str) -> str:
    words = fold(_CAMEL.sub(" ", heading))
    if _STAFF.search(words):
        return ""
    if what := next((what for what, known in _BY_WORDS if known.search(words)), ""):
        return what
    return "a name" if re.search(r"\bnames?\b", words) and not _THING.search(words) else ""


def _by_values(values: Sequence[str]) -> str:
    filled = [value.strip() for value in values if not is_blank(value)]
    for what, looks in _LOOKS:
        if sum(map(looks, filled)) * 2 > len(filled):
            return what
    return ""


def is_nhs_number(value: str) -> bool:
    """Whether a text is ten digits whose last is right: the NHS Data Dictionary's modulus 11."""
    if not _NHS.fullmatch(value):
        return False
    *digits, last = (int(digit) for digit in value if digit.isdigit())
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return check % 11 == last


def is_upn(value: str) -> bool:
    """Whether a text is a unique pupil number whose first letter is right: DfE's modulus 23."""
    if not _UPN.fullmatch(value):
        return False
    # The last of a temporary one is a letter, which counts by its place among the 23.
    digits = [int(sign) if sign.isdigit() else _UPN_LETTERS.index(sign) for sign in value[1:]]
    return _UPN_LETTERS[sum(digit * weight for weight, digit in enumerate(digits, 2)) % 23] == value[0]


def is_postcode(value: str) -> bool:
    """Whether a text has the shape of a whole British postcode, in any case."""
    return _POSTCODE.fullmatch(value.upper()) is not None


def is_email(value: str) -> bool:
    """Whether a text has the shape of an e-mail address."""
    return _EMAIL.fullmatch(value) is not None


def is_slip(text: str) -> bool:
    """Whether a text looks like a date or number with a slip in it, such as `31/2/2026`, `4 years` or `n/k`.

    Only such a one is repeated where a date or number was wanted: what stands in a column that was named by
    mistake may be a name, an address, a telephone number or a note.
    """
    if not any(map(str.isdigit, text)):
        return _NO_DAY.fullmatch(text) is not None
    few = sum(map(str.isdigit, text)) <= _DAY and len(_WORD.findall(text)) <= 1
    return few and _PLAIN.fullmatch(text) is not None and not is_postcode(text)


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("an NHS number", is_nhs_number),
    ("a UPN", is_upn),
    ("a postcode", is_postcode),
    ("an e-mail address", is_email),
)
