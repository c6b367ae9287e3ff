"""The names of agencies and of their people in a text, however they are spelt, and codes in their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from audit.agencies import Agency
from audit.registers.contacts import people

PERSON, ADDRESS, SEVERAL = "[name]", "[address]", "[agency]"
HYPHENS = "_\u2010\u2011\u2013-"
SHORT = range(3, 9)  # letters of a short name such as NCHT
_LABEL = re.compile(r"Agency (\d{2,})(?!\w)")
_ONE = r"Agency \d{2,}(?: \([^()]*\))?"
_RUN = re.compile(rf"{_ONE}(?:(?:, and |, | and |; ){_ONE})+(?!\w| \d)")
# For how many members a body answers, behind its label; and its label where it is told that it answers.
_MEMBERS = re.compile(rf"({_LABEL.pattern}) \(for \d+ members?\)")
_BODY = re.compile(
    r"Agency \d{2,}(?= answers for | says that it answers for | has answered for )"
    r"|(?<=answered by )Agency \d{2,}(?= in )|(?<=answered for by )Agency \d{2,}"
    r"|(?<=named by )Agency \d{2,}(?= too)"
)
_ADDRESS = re.compile(
    r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)(?!(?:www\.)?(?:legislation\.)?gov\.uk\b)[^\s<>\"]*[^\s<>\".,;)]",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_LAST = re.compile(r"(?:\W+(?:nhs|foundation|trust|ltd|limited|cic|plc|llp))+\W*$", re.IGNORECASE)
# Where an agency's whole name is one of these, small letters mean the thing, not the agency.
COMMON = {
    *("police", "fire", "health", "school", "council", "probation", "ambulance", "housing", "college"),
    *("nursery", "prison", "hospital", "education", "church", "mosque", "charity", "library"),
}
_SMALL_WORDS = {"the", "of", "and", "for"}
_ROLES = re.compile(
    r"\b(?:head|director|chief|manager|officer|lead|constable|commander|principal|governor|chair|"
    r"secretary|team|office|desk|safeguarding|service|services|acting|deputy|partner)s?\b",
    re.IGNORECASE,
)
_RANKS = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame|pc|sgt|di|dci|ds|dsu|supt)\b\.?\s*)+", re.IGNORECASE
)


def label(number: int) -> str:
    """What stands in the place of an agency's name."""
    return f"Agency {number:02}"


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A way to write a name as a pattern, how long it is, and what stands in its place."""

    pattern: re.Pattern[str]
    length: int
    instead: str


@dataclass(frozen=True)
class Names:
    """Who is who: agencies as they are and were called, the label of each by its code, other people.

    `partnership` is a name that is left as it stands. `called` is what plans call agencies, by the code of
    each: in capitals and small letters as there, since `Housing` is an owner and `housing` a thing.
    """

    agencies: tuple[Agency, ...]
    labels: Mapping[str, str]
    people: tuple[str, ...] = ()
    partnership: str = ""
    called: Mapping[str, str] = field(default_factory=dict)

    def coded(self, text: str) -> str:
        """A text with labels for agencies, lists of these in their order, and nobody's name or address."""
        if text not in self._done:
            whole = self._whole.get(text.strip().casefold())
            labelled = self._named(_ADDRESS.sub(ADDRESS, text))
            self._done[text] = whole or _without_bodies(_RUN.sub(_in_order, labelled))
        return self._done[text]

    @cached_property
    def _done(self) -> dict[str, str]:
        """Texts that were met before: most stand in many cells."""
        return {}

    def _named(self, text: str) -> str:
        """Every name replaced, the longest first where several begin at a word."""
        out, at = [], 0
        for word in _WORD.finditer(text):
            if word.start() < at:
                continue
            for spelling in self._spellings.get(word.group().casefold(), ()):
                if found := spelling.pattern.match(text, word.start()):
                    out += [text[at : word.start()], spelling.instead or found.group()]
                    at = found.end()
                    break
        return "".join((*out, text[at:]))

    @cached_property
    def _whole(self) -> dict[str, str]:
        """Codes that are plain words: they mean an agency only where they stand alone in a cell."""
        return {one.code.casefold(): self.labels[one.code] for one in self.agencies}

    @cached_property
    def _spellings(self) -> dict[str, list[_Spelling]]:
        """The spellings by their first word, the longest first; what two agencies share is neither's."""
        found: dict[tuple[str, bool], str] = {}
        for written, exact, instead in self._all():
            key = (written if exact else written.casefold(), exact)
            known = found.setdefault(key, instead)
            if known and instead not in {known, PERSON}:
                found[key] = SEVERAL
        by_word: dict[str, list[_Spelling]] = {}
        for (written, exact), instead in found.items():
            if first := _WORD.search(written):
                made = _Spelling(_pattern(written[first.start() :], exact), len(written), instead)
                by_word.setdefault(first.group().casefold(), []).append(made)
        return {word: sorted(made, key=lambda one: -one.length) for word, made in by_word.items()}

    def _all(self) -> Iterator[tuple[str, bool, str]]:
        """Each spelling, whether its capitals matter, and what stands in its place; whole names first."""
        if self.partnership:
            yield self.partnership, False, ""
        for one in self.agencies:
            yield f"{one.name} ({one.code})", False, self.labels[one.code]
            yield one.name, one.name.casefold() in COMMON, self.labels[one.code]
        whole = {one.name.casefold(): self.labels[one.code] for one in self.agencies}
        for one in self.agencies:
            for written, exact in _others(one):
                if whole.get(written.casefold(), self.labels[one.code]) == self.labels[one.code]:
                    yield written, exact, self.labels[one.code]
        for written, code in self.called.items():
            if written.casefold() not in whole:
                yield written, True, self.labels[code]
        yield from ((name, False, PERSON) for name in self._persons())

    def _persons(self) -> Iterator[str]:
        cells = [cell for one in self.agencies for cell in (one.contact, one.substitute, one.chief_officer)]
        for cell in (*cells, *self.people):
            for person in people(cell):
                name = re.split(r"[,(;]", person)[0].strip()
                bare = _RANKS.sub("", name)
                if " " in bare and not _ROLES.search(bare) and not _ADDRESS.search(bare):
                    yield from {name, bare}


def _others(one: Agency) -> Iterator[tuple[str, bool]]:
    """How else an agency may be written: without its legal form, by its initials, by its code."""
    plain = _BRACKETS.sub(" ", one.name).strip()
    bare = re.sub(r"^the\s+", "", plain, flags=re.IGNORECASE)
    for written in (plain, bare, _LAST.sub("", bare)):
        if " " in written:
            yield written, False
    for inside in _BRACKETS.findall(one.name):
        if inside.isupper() and len(inside) > 1:
            yield inside, True
    words = [
        word for word in re.findall(r"[^\W\d_][\w'\u2019]*", bare) if word.casefold() not in _SMALL_WORDS
    ]
    initials = "".join(word[0] for word in words).upper()
    if len(initials) in SHORT:
        yield initials, True
    if re.search(r"[\W\d_]", one.code):
        yield one.code, False
    elif len(one.code) > 1:
        yield one.code.upper(), True
        yield f"({one.code})", True


def _pattern(written: str, exact: bool) -> re.Pattern[str]:
    """A pattern for a name as a whole, with any white space, apostrophe, hyphen and either 'and'."""
    made = []
    for part in re.findall(r"\w+|\s+|.", written):
        if part.isspace() or part in HYPHENS:
            made.append(rf"[\s{HYPHENS}]+")
        elif part in "'\u2019":
            made.append("['\u2019]?")
        elif part == "&" or part.casefold() == "and":
            made.append("(?:&|and)")
        else:
            made.append(re.escape(part))
    end = r"(?!\w)" if written[-1:].isalnum() else ""
    return re.compile("".join(made) + end, 0 if exact else re.IGNORECASE)


def _in_order(run: re.Match[str]) -> str:
    """A list of labels in their order; what stands in brackets behind one goes with it."""
    parts = re.split(r"(, and |, | and |; )", run.group())
    return "".join(
        one
        for pair in zip(sorted(parts[::2], key=number_of), [*parts[1::2], ""], strict=True)
        for one in pair
    )


def _without_bodies(text: str) -> str:
    """A text that does not say which label is that of a body with members, since there are few of these."""
    bare = _MEMBERS.sub(r"\1", text)
    return _BODY.sub(lambda found: "one body" if found.start() else "One body", bare)


def is_label(text: str) -> bool:
    """Whether a text is the label of an agency and nothing else."""
    return bool(_LABEL.fullmatch(text))


def number_of(text: str) -> int:
    """The number of the label that a text begins with; 0 where it begins with none."""
    found = _LABEL.match(text)
    return int(found.group(1)) if found else 0
