"""Which standard or question a heading names, and which agency a name: known forms, never a guess."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

from audit.agencies import Agency
from audit.past.cycle import titles
from audit.past.spelling import folded
from audit.templates import Template

LEAVE = "-"  # what a heading or a name is said to be where it is to be left out
PREFIX = 8  # characters of a title that may stand for the whole of it
ALIKE = 0.75  # how alike the rest of a heading must be to the title of another to be doubted
_LEAD = re.compile(
    r"(?:(?:section\s+11\s+)?(?:standard|std|section|question|statement|area|part|no|number)\b\.?|[sq](?=[\s.]*\w{0,2}\d))"
    r"\s*[.:#-]?\s*",
    re.IGNORECASE,
)
_ID = re.compile(r"\(?([A-Za-z]{0,3}\d{0,3}(?:\.\d{1,3})*[a-z]?)\)?(?:\s*[.:)–—-]+\s*|\s+|$)(.*)", re.DOTALL)
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_LAST = re.compile(r"(?:\W+(?:nhs|foundation|trust|ltd|limited|cic|plc|llp))+\W*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_SMALL = frozenset({"the", "of", "and", "for"})


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading was taken for: the id of a standard or question, empty where none; `why` in doubt."""

    item: str = ""
    why: str = ""


@dataclass(frozen=True)
class Headings:
    """What headings stand for: `own` says it of some (by `folded`), `in_order` takes numbers as places."""

    template: Template
    own: Mapping[str, str] = field(default_factory=dict)
    in_order: bool = False

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each standard, and the text of each question, by id."""
        return titles(self.template)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {one.casefold(): one for one in self.titles}

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, title in self.titles.items():
            found.setdefault(folded(title), []).append(name)
        return found

    def item(self, heading: str) -> Named:
        """What a heading stands for: as somebody said, by its id, by its title or a beginning of that."""
        if heading not in self._done:
            self._done[heading] = self._item(heading)
        return self._done[heading]

    @cached_property
    def _done(self) -> dict[str, Named]:
        """Texts that were met before: the same stand in many cells."""
        return {}

    def _item(self, heading: str) -> Named:
        own = self.own.get(folded(heading))
        if own is not None:
            return Named(self._ids.get(own.casefold(), ""))
        if name := self.titled(heading):
            return Named(name)
        for text in dict.fromkeys((heading, _LEAD.sub("", heading.strip(), count=1))):
            found = self._by_id(text)
            if found.item or found.why:
                return found
        return Named()

    def _by_id(self, text: str) -> Named:
        parts = _ID.fullmatch(text.strip())
        if parts is None or not parts[1]:
            return Named()
        name, rest = self._ids.get(parts[1].casefold(), ""), parts[2].strip()
        other = self.titled(rest) if rest else ""
        if not name:
            return Named(other or (self.placed(parts[1]) if not rest else ""))
        if not rest or other == name or name in self._all_titled(rest):
            return Named(name)
        if other or (other := self._like(rest, name)):
            why = f"its id is that of {name} ({self.titles[name]}), its words are those of {other}"
            return Named("", why)
        # A single letter before words may be one of them: `A named lead`.
        return (
            Named()
            if name.isalpha() and not re.match(r"\(?\w{1,3}[\s]*[.:)–—-]", text.strip())
            else Named(name)
        )

    def placed(self, number: str) -> str:
        """The standard at a place, where numbers are taken for places; empty else."""
        standards = [one.id for one in self.template.standards]
        if not self.in_order or not _NUMBER.fullmatch(number) or not 0 < int(number) <= len(standards):
            return ""
        return standards[int(number) - 1]

    def titled(self, text: str) -> str:
        """The one standard or question that has a title, or whose title begins so; empty for none."""
        found = self._all_titled(text)
        return found[0] if len(found) == 1 else ""

    def _all_titled(self, text: str) -> list[str]:
        wanted = folded(text)
        if whole := self._folded.get(wanted):
            return whole
        if len(wanted) < PREFIX:
            return []
        begin = [ids for title, ids in self._folded.items() if f"{title} ".startswith(f"{wanted} ")]
        return [name for ids in begin for name in ids]

    def _like(self, rest: str, name: str) -> str:
        """Another standard whose title is much liker than that of the one with the id; empty for none."""
        likeness = {one.id: _alike(rest, one.title) for one in self.template.standards}
        best = max(likeness, key=lambda one: likeness[one], default="")
        return best if best != name and likeness.get(best, 0) >= ALIKE > likeness.get(name, 0) else ""

    def numbered(self, heading: str) -> bool:
        """Whether a heading is but a number, as `Standard 3`, that is no id here."""
        bare = _LEAD.sub("", heading.strip(), count=1).strip(" .:)(")
        return bool(_NUMBER.fullmatch(bare)) and bare.casefold() not in self._ids

    def near(self, heading: str) -> str:
        """The id of what a heading is most like; empty where it is like none."""
        bare = folded(_LEAD.sub("", heading.strip(), count=1))
        known = {folded(title): name for name, title in self.titles.items()} | {
            one.casefold(): one for one in self.titles
        }
        close = get_close_matches(bare[:200], list(known), n=1, cutoff=0.5)
        return known[close[0]] if close else ""


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, folded(one), folded(other)).ratio()


@dataclass(frozen=True)
class Agencies:
    """Which agency a name is: `own` says it of some (by `folded`), as codes; LEAVE of one to be left out."""

    agencies: Sequence[Agency]
    own: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _forms(self) -> dict[str, set[str]]:
        """The codes of the agencies that each known form may be, folded; whole names before short forms."""
        whole: dict[str, set[str]] = {}
        short: dict[str, set[str]] = {}
        for one in self.agencies:
            for form in (one.code, one.name):
                whole.setdefault(folded(form), set()).add(one.code)
            for form in short_forms(one):
                short.setdefault(folded(form), set()).add(one.code)
        return short | whole

    @cached_property
    def _by_code(self) -> dict[str, Agency]:
        return {one.code: one for one in self.agencies}

    def find(self, name: str) -> Agency | None:
        """The one agency that a name is; None where it is none for certain."""
        own = self.own.get(folded(name))
        if own is not None:
            return self._by_code.get(own)
        for form in dict.fromkeys((name, _BRACKETS.sub(" ", name), _LAST.sub("", name))):
            codes = self._forms.get(folded(form), set())
            if len(codes) == 1:
                return self._by_code[next(iter(codes))]
        return None

    def left_out(self, name: str) -> bool:
        """Whether somebody said that a name is to be left out."""
        return self.own.get(folded(name)) == LEAVE

    def near(self, name: str) -> Agency | None:
        """The agency that a name is most like; None where it is like none."""
        close = get_close_matches(folded(name)[:200], list(self._forms), n=1, cutoff=0.5)
        codes = sorted(self._forms[close[0]]) if close else []
        return self._by_code[codes[0]] if codes else None


def short_forms(one: Agency) -> Iterator[str]:
    """How else an agency is written: without its legal form, by what stands in brackets, by its initials."""
    plain = _BRACKETS.sub(" ", one.name).strip()
    bare = re.sub(r"^the\s+", "", plain, flags=re.IGNORECASE)
    yield from (plain, bare, _LAST.sub("", bare))
    yield from (inside for inside in _BRACKETS.findall(one.name) if inside.isupper() and len(inside) > 1)
    words = [word for word in re.findall(r"[^\W\d_][\w'’]*", bare) if word.casefold() not in _SMALL]
    if len(words) > 2:
        yield "".join(word[0] for word in words)
