"""The owners in a cell: one or several, as they are named; nothing is split where that would be a guess.

Line breaks, `;` and `/` stand between owners, `&` and `and` where what stands on both sides is an owner by
itself, commas only between known agencies and acronyms: `Jane Smith, Head of Service` is one. What is in
brackets stays with its owner. A name that is known is never split.
"""

import re
from collections.abc import Collection

from audit.plans.remarks import Remark, is_open, moved, points, says_nothing, tidy

_ACRONYM = re.compile(r"(?-i:[A-Z][A-Z&0-9]{1,7}|NHS(?: [A-Z][\w&]+){1,4}|[A-Z]{1,3}[a-z]?[A-Z]{1,4}s?)")
_NAME = re.compile(
    r"(?:(?:Dr|Mrs?|Ms|Prof|DCI|DI|DS|Cllr)\.? )?(?:[A-Z][a-z'’]+|[A-Z]\.?)(?: [A-Z][A-Za-z'’-]+){1,2}"
)
_ROLE = re.compile(
    r"(?:(?:Assistant|Deputy|Executive|Strategic|Interim|Lead|Chief|Senior|Principal|Designated|Named|Service|Head"
    r"|Director|Manager|Chair|Head ?teacher|Detective|Borough|Clinical|Independent) ?)"
    r"(?:of|for|Doctor|Nurse|GP|Midwife|Professional|Director|Head|Manager|Officer|Executive|Chair|Inspector"
    r"|Superintendent|Commander|Commissioner|Teacher|Lead|Social Worker|$)\b.*",
)
_ENDS = re.compile(
    r"(?:.* )?(?:Police|Council|Trust|Services?|Board|Nurse|Doctor|Director|Managers?|Leads?|Chair|Officers?"
    r"|Teams?|Committee|(?:Sub-?)?[Gg]roup|Head ?teachers?|Schools?|Colleges?|Cafcass|CAFCASS|Probation"
    r"|Partnership|Commissioners?|Hospitals?|Authority|Department|Coordinator|Agency|Agencies|GPs?|Executive"
    r"|Inspector|Superintendent|Partner|Social Care|Adviser|Consultant|LSCB|CCG)"
)
_BARE = frozenset(
    {
        "police",
        "probation",
        "cafcass",
        "education",
        "health",
        "housing",
        "schools",
        "legal",
        "lscb",
        "nhs",
        "ymca",
    }
)
# Pairs of words that belong to one name, whichever agency bears it.
_PAIRED = re.compile(
    r"\b(?:Police|Crime|Fire|Children|Young|Child|Adults?|Youth|Health|Education|Accident|Learning|Looked|Policy|Quality"
    r"|Performance|Fostering|Adoption|Assessment|Safeguarding|Drugs?|Training|Community|Families|Wellbeing|Social"
    r"|Schools|Skills|Planning|Practice|Procedures)\s(?:and|&)\s(?:Crime|Disorder|Rescue|Young|Famil(?:y|ies)|Wellbeing"
    r"|Social|Care|Skills|Emergency|Development|Adolescents?|Practice|Procedures|Improvement|Assurance|Adoption"
    r"|Fostering|Intervention|Alcohol|Community|Learning|Performance|Quality|Reviewing|Training|Evaluation|Audit"
    r"|Education|Schools|Early)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?P<slash>\s*/\s*)|(?P<comma>,\s+(?:and\s+|&\s+)?)|\s+(?:and|&|\+)\s+", re.IGNORECASE)
_UNSURE = "there may be more than one owner; taken as one, as it stands"


def owners_in(
    text: str, agencies: Collection[str] = (), field: str = "owner"
) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """The owners that a cell names, none twice; and what is to be listed about it."""
    cell = tidy(text)
    if says_nothing(cell):
        return (), ()
    if points(cell):
        return (), (Remark(field, cell, "it points to an owner elsewhere; the owner is left blank"),)
    if is_open(cell):
        return (), (Remark(field, cell, "no owner is named; the owner is left blank"),)
    known = {_folded(name) for name in agencies}
    found: list[str] = []
    remarks: list[Remark] = []
    for part in _parts(cell):
        if says_nothing(part):
            continue
        if _is_nobody(part):
            remarks.append(Remark(field, part, "it names no owner; left out beside those that are named"))
            continue
        if found and _NAME.fullmatch(found[-1]) and not _ROLE.match(found[-1]) and _ROLE.match(part):
            found[-1] = f"{found[-1]}, {part}"
            remarks.append(Remark(field, found[-1], "a name above a role: taken as one owner"))
            continue
        names, sure = _split(part, known)
        found += names
        if not sure:
            remarks.append(Remark(field, part, _UNSURE))
    return tuple(dict.fromkeys(found)), (*remarks, *moved(field, cell))


def under(heading: str, text: str) -> str:
    """An owner's cell below a heading that names an owner: a role is that owner's, others are more owners."""
    own = tidy(text)
    if not own or own == heading:
        return heading
    joined = _ROLE.fullmatch(own) and not re.search(r"[\n;/,]", own)
    return f"{heading}, {own}" if joined else f"{heading}\n{own}"


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("&", "and").split())


def _masked(text: str) -> str:
    """A text of the same length in which nothing inside brackets can be taken for a break."""
    return re.sub(r"\([^()]*\)", lambda found: "(" + "x" * (len(found[0]) - 2) + ")", text)


def _cut(text: str, breaks: list[tuple[int, int]]) -> list[str]:
    """The pieces of a text between its breaks, without those that are blank."""
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    pieces = (text[start:end].strip(" ,;/") for start, end in zip(starts, ends, strict=True))
    return [piece for piece in pieces if piece]


def _is_nobody(part: str) -> bool:
    """Whether a part of a cell names no owner: it is a dash, points elsewhere or leaves it open."""
    return says_nothing(part) or points(part) or is_open(part)


def _parts(cell: str) -> list[str]:
    """The parts of a cell at its line breaks and semicolons; a line that plainly goes on is joined."""
    cell = "\n".join(f";{line}" if _is_nobody(line) else line for line in cell.split("\n"))
    joined = re.sub(r"(?<=[,&/–-])\n|\n(?=[a-z(&/,–-])|(?<= of)\n|(?<= and)\n|(?<= for)\n", " ", cell)
    joined = re.sub(r"(?m)^(?:[•▪●·*–—-]|\(?\d{1,2}[.)])\s+", "", joined)
    return _cut(joined, [one.span() for one in re.finditer(r"[\n;]", _masked(joined))])


def _split(part: str, known: Collection[str]) -> tuple[list[str], bool]:
    """The owners of one part, and whether that is sure."""
    masked = _PAIRED.sub(lambda found: "x" * len(found[0]), _masked(part))
    for name in sorted(known, key=len, reverse=True):
        if _BETWEEN.search(name) and name in _folded(part):
            masked = _hidden(masked, name)
    if "and/or" in masked.casefold():
        return [part], False
    breaks = [*_BETWEEN.finditer(masked)]
    pieces = _cut(part, [one.span() for one in breaks])
    if not breaks or all(_is_agency(piece, known) for piece in pieces):
        return pieces, True
    if any(one["comma"] for one in breaks):
        return [part], _is_name_and_role(part, breaks, known)
    slashes = any(one["slash"] for one in breaks)
    if _all_owners(pieces, known, slashes):
        return pieces, True
    # `Head of Early Help and Social Care` goes on after its `and`.
    return [part], bool(_ROLE.match(part)) and not slashes and not _ROLE.match(pieces[-1])


def _hidden(masked: str, name: str) -> str:
    """A text of the same length in which nothing inside a name can be taken for a break."""
    pattern = re.escape(name).replace("and", "(?:and|&)").replace(r"\ ", r"\s+")
    return re.sub(rf"(?<!\w){pattern}(?!\w)", lambda found: "x" * len(found[0]), masked, flags=re.IGNORECASE)


def _all_owners(pieces: list[str], known: Collection[str], slashes: bool) -> bool:
    """Whether each piece is an owner by itself; after `Head of …` only a name or a role begins another."""
    if any(" of " in piece or " for " in piece for piece in pieces[:-1]):
        return all(_is_agency(piece, known) or _is_person(piece) for piece in pieces)
    return all(
        _is_agency(piece, known)
        or _is_person(piece)
        or (_ENDS.fullmatch(piece) and (slashes or " " in piece))
        for piece in pieces
    )


def _bare(piece: str) -> str:
    """A piece without what stands in brackets behind it."""
    return re.sub(r"\s*\([^()]*\)$", "", piece)


def _is_agency(piece: str, known: Collection[str]) -> bool:
    word = _bare(piece)
    return bool(_folded(word) in known or word.casefold() in _BARE or _ACRONYM.fullmatch(word))


def _is_person(piece: str) -> bool:
    word = _bare(piece)
    return bool(_ROLE.match(word) or (_NAME.fullmatch(word) and not _ENDS.fullmatch(word)))


def _is_name_and_role(part: str, breaks: list[re.Match[str]], known: Collection[str]) -> bool:
    """Whether a part with a comma is plainly one owner: a person and their role, or a role and its agency."""
    if len(breaks) > 1:
        return False
    first, second = part[: breaks[0].start()].strip(), part[breaks[0].end() :].strip()
    return _is_person(first) != _is_person(second) or bool(
        _NAME.fullmatch(first) and _ROLE.match(second) and _folded(first) not in known
    )
