"""A sample as it stands today: what was drawn, what has been replaced since, whether it was thrown away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from audit.dates import said as in_words
from audit.definitions import nearest
from audit.errors import StateError, UnknownError
from audit.registers.folding import fold
from audit.sampling.certificate import HAND, number_of, reference
from audit.sampling.ledger import Act
from audit.sampling.purged import is_purged, pseudonym, purged_on
from audit.sampling.shape import REFERENCE

EXTENDED = ("simple", "stratified", "weighted")  # designs of which a bigger sample contains the smaller one
UNSAID = "no reason was given"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the case list; `struck` says why a case is out, `follows` whose place it took."""

    reference: str
    unit: str
    stratum: str
    place: int
    subs: tuple[str, ...] = ()
    struck: str = ""
    follows: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A sample today: entries in the order of their references, reserves that are left, why discarded."""

    certificate: Mapping[str, Any]
    entries: tuple[Entry, ...]
    reserves: tuple[Mapping[str, Any], ...]
    discarded: str = ""
    acts: tuple[Act, ...] = field(default=())
    same: Mapping[str, str] = field(default_factory=dict)  # see same_cases: of all samples

    @property
    def id(self) -> str:
        """The sample's id."""
        return str(self.certificate["id"])

    def identity(self, reference: str) -> str:
        """What a case is the same as that stands in a sample without ids; empty where it is in none."""
        own = pseudonym(self.id, reference)
        return self.same.get(own, own if is_purged(self.certificate) else "")

    @property
    def current(self) -> tuple[Entry, ...]:
        """The entries that are not struck out."""
        return tuple(entry for entry in self.entries if not entry.struck)

    def entry(self, name: str) -> Entry:
        """The entry that an id or an audit reference names; UnknownError with the nearest.

        Where a text is the id of one case and the reference of another, `id=` or `ref=` stands before it.
        """
        kind, equals, rest = name.strip().partition("=")
        kinds = (kind,) if equals and kind in {"id", "ref"} else ("id", "ref")
        wanted = (rest if len(kinds) == 1 else name).strip()
        found = [each for each in self.entries if "id" in kinds and each.unit == wanted]
        folded = wanted.casefold()
        found += [each for each in self.entries if "ref" in kinds and each.reference.casefold() == folded]
        if not found:
            known = [entry.reference for entry in self.current]
            raise UnknownError(f"There is no case {name!r} in {self.id}{nearest(name, known)}")
        if found[0] != found[-1]:
            raise StateError(
                f"{wanted!r} is the id of {found[0].reference} and the reference of {found[1].unit!r}; "
                f"write 'id={wanted}' or 'ref={wanted}'."
            )
        return found[0]

    def next_reserve(self, stratum: str) -> Mapping[str, Any]:
        """The reserve that is next in line in a stratum; StateError where none is left."""
        if day := purged_on(self.certificate):
            raise StateError(f"The ids and reserves of {self.id} were purged on {in_words(day)}.")
        for case in self.reserves:
            if case["stratum"] == stratum:
                return case
        within = f" in {stratum!r}" if stratum else ""
        method = self.certificate["design"]["method"]
        if method not in EXTENDED:
            raise StateError(
                f"No reserve is left{within} in {self.id}, and a {method} draw cannot be extended."
            )
        raise StateError(
            f"No reserve is left{within} in {self.id}; extend the sample with "
            f"'audit sample draw … --extends {self.id}'."
        )

    def replacement(self, name: str, reason: str, known: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What an act of replacing says: the case struck out, and the reserve that takes its place.

        It names no id, since an act stays when ids are purged: `reserve` counts the certificate's reserves.
        `known` are the references by unit of a sample that this one extends: a unit keeps its own, and
        no other is given one of them.
        """
        if self.discarded:
            raise StateError(f"{self.id} was thrown away ({self.discarded}); nothing was changed.")
        if self.certificate["design"]["method"] == HAND:
            raise StateError(f"{self.id} was chosen by hand, so no reserve stands in line.")
        entry = self.entry(name)
        if entry.struck:
            raise StateError(f"{entry.reference} is struck out already ({entry.struck}).")
        case = self.next_reserve(entry.stratum)
        line = [each["unit"] for each in self.certificate["reserves"]]
        taken = [each.reference for each in self.entries] + list((known or {}).values())
        new = reference(1 + max(map(number_of, taken)))
        return {
            "sample": self.id,
            "reference": entry.reference,
            "reason": reason,
            "by_reference": (known or {}).get(case["unit"], new),
            "reserve": 1 + line.index(case["unit"]),
        }


def standing(certificate: Mapping[str, Any], ledger: Iterable[Act]) -> Standing:
    """A sample as it stands after all acts of a ledger that are about it; StateError where one cannot be."""
    own = tuple(act for act in ledger if act.content.get("sample") == certificate["id"])
    subs = {name: set(units) for name, units in certificate["sub_samples"].items()}
    entries = {
        case["unit"]: Entry(
            case["reference"],
            case["unit"],
            case["stratum"],
            case["place"],
            tuple(name for name, units in subs.items() if case["unit"] in units),
        )
        for case in certificate["drawn"]
    }
    reserves = {case["unit"]: case for case in certificate["reserves"]}
    discarded = ""
    for act in own:
        if act.act == "replace":
            _replace(certificate, entries, reserves, act)
        elif act.act == "discard":
            discarded = str(act.content.get("reason") or UNSAID)
    ordered = sorted(entries.values(), key=lambda entry: number_of(entry.reference))
    return Standing(certificate, tuple(ordered), tuple(reserves.values()), discarded, own)


def _replace(
    certificate: Mapping[str, Any],
    entries: dict[str, Entry],
    reserves: dict[str, Mapping[str, Any]],
    act: Act,
) -> None:
    """Strike a case out and put the reserve in its place, with its membership of sub-samples."""
    reason, new = (str(act.content.get(key, "")) for key in ("reason", "by_reference"))
    unit, by_unit = _units(certificate, entries, act.content)
    old, case = entries.get(unit), reserves.pop(by_unit, None)
    if old is None or old.struck or case is None or not REFERENCE.fullmatch(new):
        raise StateError(
            f"The ledger's act 'replace' of {act.at} does not fit the sample: one of them was changed; "
            "go back to a copy of the store."
        )
    entries[old.unit] = replace(old, struck=reason or UNSAID)
    entries[case["unit"]] = Entry(
        new,
        case["unit"],
        case["stratum"],
        case["place"],
        old.subs,
        follows=old.reference,
        since=act.at,
    )


def _units(
    certificate: Mapping[str, Any], entries: Mapping[str, Entry], content: Mapping[str, Any]
) -> tuple[str, str]:
    """The case struck out and the reserve in its place, as they are known in a certificate; '' for neither.

    Until version 8 of the store an act named them by their ids.
    """
    if "unit" in content and not is_purged(certificate):
        return str(content["unit"]), str(content.get("by_unit", ""))
    old = next((one.unit for one in entries.values() if one.reference == content.get("reference")), "")
    if is_purged(certificate):
        return old, pseudonym(str(certificate["id"]), str(content.get("by_reference", "")))
    line, place = certificate["reserves"], content.get("reserve")
    if type(place) is not int or not 0 < place <= len(line):
        return old, ""
    return old, str(line[place - 1]["unit"])


def columns_of(sample: Standing) -> list[str]:
    """The columns that a sample's ids are of, without what people vary."""
    return [fold(name) for name in sample.certificate["frame"]["unit"]]


def drawn_since(samples: Iterable[Standing], unit: Iterable[str], day: date) -> tuple[str, ...]:
    """The units that draws and replacements took on or after a day, by the same columns, not discarded."""
    columns = [fold(name) for name in unit]
    found = set[str]()
    for sample in samples:
        if sample.discarded or columns_of(sample) != columns:
            continue
        on = next((act["at"] for act in sample.certificate["acts"] if act["act"] == "draw"), "")
        for entry in sample.entries:
            if (entry.since or on)[:10] >= day.isoformat():
                found.add(entry.unit)
    return tuple(sorted(found))
