"""Whether a certificate holds: the same register, the same frame, the same cases; else what differs."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from audit.definitions import digest
from audit.errors import FileError, Problem, StateError
from audit.sampling.certificate import HAND, VERSION
from audit.sampling.design import from_state
from audit.sampling.draw import Drawn
from audit.sampling.frame import Asked, Frame, Listed
from audit.sampling.shape import is_certificate
from audit.sampling.ticket import check_seed
from audit.wording import plural

SHOWN = 10  # ids named in a sentence; the rest are counted
LISTS = ("only", "exclude", "not-since")


def read_certificate(path: Path) -> dict[str, Any]:
    """The certificate in a file; FileError where it is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text, parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_once)
        digest(found)
    except OSError as error:
        raise _wrong(path, f"it cannot be read ({error.strerror}); check its name and folder.") from None
    except (ValueError, RecursionError):
        raise _wrong(path, "it is no certificate, or was edited so that it cannot be read as one.") from None
    if not is_certificate(found) or not _states(found):
        raise _wrong(path, "it is no certificate of this program, or a part of it was edited or taken out.")
    return dict(found)


def _refuse(text: str) -> float:
    raise ValueError(text)  # no certificate holds a number with a point, nor one beyond all numbers


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping; ValueError where a name stands twice, so that a reader may see what is not meant."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError(pairs)
    return dict(pairs)


def _states(found: Mapping[str, Any]) -> bool:
    """Whether a certificate states a design, a seed and a frame that can be asked for."""
    try:
        from_state(found["design"])
        asked_of(found)
        if not is_by_hand(found):
            check_seed(found["seed"])
    except (KeyError, TypeError, ValueError, AttributeError, StateError):
        return False
    return bool(found["certificate"] == VERSION)


def _wrong(path: Path, sentence: str) -> FileError:
    return FileError(str(path), [Problem("", sentence)])


def asked_of(certificate: Mapping[str, Any]) -> Asked:
    """The frame's options as a certificate states them."""
    frame = certificate["frame"]
    return Asked(
        unit=tuple(frame["unit"]),
        distinct=bool(frame["distinct"]),
        one_per=frame.get("one_per", ""),
        by=tuple(frame["by"]),
        where=tuple(frame["where"]),
        open_on=date.fromisoformat(frame["open_on"]) if "open_on" in frame else None,
        cluster=frame.get("cluster", ""),
        weight=frame.get("weight", ""),
        order=tuple(frame.get("order", ())),
    )


def lists_in(certificate: Mapping[str, Any], path: Path) -> dict[str, Listed]:
    """The lists that a frame was made with, from the file beside its certificate; FileError without it."""
    frame = certificate["frame"]
    wanted = [name for name in LISTS if name.replace("-", "_") in frame]
    if not wanted:
        return {}
    found: dict[str, list[str]] = {name: [] for name in wanted}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for name, unit in csv.reader(file):
                if name in found:
                    found[name].append(unit)
    except (OSError, ValueError, csv.Error):
        raise _wrong(path, "the lists that the frame was made with stand in it; keep it beside.") from None
    return {
        name: Listed(frame[name.replace("-", "_")]["source"], tuple(units)) for name, units in found.items()
    }


def same_register(certificate: Mapping[str, Any], frame: Frame) -> list[str]:
    """Where a register is not the one that was drawn from."""
    then, now = certificate["source"], frame.source()
    found = []
    if then["sha256"] != now["sha256"]:
        what = "table" if frame.register.table else "file"
        digests = f"its sha256 is {now['sha256']}, it was {then['sha256']}"
        found.append(f"The {what} is not the one that was sealed: {digests}.")
    if then["rows"] != now["rows"]:
        found.append(f"The register has {plural(now['rows'], 'row')}; {_sealed(then['rows'])}.")
    return found


def _sealed(count: int) -> str:
    return f"{count:,} {'was' if count == 1 else 'were'} sealed"


def same_frame(certificate: Mapping[str, Any], state: Mapping[str, Any]) -> list[str]:
    """Where a frame is not the one that was drawn from: units, strata, exclusions, fingerprint."""
    then, found = certificate["frame"], []
    if then["population"] != state["population"]:
        found.append(f"The frame has {plural(state['population'], 'unit')}; {_sealed(then['population'])}.")
    for name in sorted({*then["strata"], *state["strata"]}):
        was, now = then["strata"].get(name, 0), state["strata"].get(name, 0)
        if was != now and (name or then["population"] == state["population"]):
            found.append(f"The stratum {name!r} has {plural(now, 'unit')}; {_sealed(was)}.")
    if "excluded" in state and then["excluded"] != state["excluded"]:
        was, now = (_counted(each["excluded"]) for each in (then, state))
        found.append(f"Left out now: {now}; when sealed: {was}.")
    if then["fingerprint"] != state["fingerprint"]:
        found.append(
            "The frame's fingerprint is another: an id or a stratum was changed, added or taken out."
        )
    return found


def same_lists(certificate: Mapping[str, Any], lists: Mapping[str, Listed]) -> list[str]:
    """Where the lists beside a certificate are not those that its frame was made with."""
    was = {name: certificate["frame"][name.replace("-", "_")] for name in lists}
    return [
        f"The ids of --{name} in the file of lists are not those that were sealed."
        for name, listed in lists.items()
        if was[name]["sha256"] != digest(sorted(listed.units))
    ]


def same_columns(certificate: Mapping[str, Any], extra: Sequence[str]) -> list[str]:
    """That a frame.csv has not the columns behind unit and stratum that its design needs; else nothing."""
    asked = asked_of(certificate)
    wanted = [name for name, column in (("cluster", asked.cluster), ("weight", asked.weight)) if column]
    wanted += [f"order{place}" for place, _ in enumerate(asked.order, 1)]
    if list(extra) == wanted:
        return []
    return [f"frame.csv: its columns are not unit, stratum{''.join(f', {name}' for name in wanted)}."]


def _counted(excluded: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"{each['reason']} {each['units']:,}" for each in excluded) or "nobody"


def changed_rows(then: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> list[str]:
    """Which units a frame lost, gained, or holds otherwise; both by unit."""
    gone, new = sorted(then.keys() - now.keys()), sorted(now.keys() - then.keys())
    other = sorted(unit for unit in then.keys() & now.keys() if list(then[unit]) != list(now[unit]))
    lines = [
        ("not in the frame any more", gone),
        ("new in the frame", new),
        ("in another stratum or order", other),
    ]
    return [f"{_named(units)} {'is' if len(units) == 1 else 'are'} {what}." for what, units in lines if units]


def _named(units: Sequence[str]) -> str:
    shown = ", ".join(units[:SHOWN])
    more = f" and {len(units) - SHOWN:,} more" if len(units) > SHOWN else ""
    return f"{plural(len(units), 'unit')} ({shown}{more})"


def same_draw(certificate: Mapping[str, Any], drawn: Drawn) -> list[str]:
    """Where drawing again gives other cases, reserves or sub-samples."""
    found = []
    for what, then, now in (
        ("cases", certificate["drawn"], drawn.cases),
        ("reserves", certificate["reserves"], drawn.reserves),
    ):
        was = {case["unit"]: (case["stratum"], case["ticket"], case["place"]) for case in then}
        is_ = {case.unit: (case.stratum, case.ticket, case.place) for case in now}
        if gone := sorted(was.keys() - is_.keys()):
            found.append(f"Among the {what} of the certificate, but not drawn: {_named(gone)}.")
        if new := sorted(is_.keys() - was.keys()):
            found.append(f"Drawn, but not among the {what} of the certificate: {_named(new)}.")
        if other := sorted(unit for unit in was.keys() & is_.keys() if was[unit] != is_[unit]):
            found.append(f"Drawn with another stratum, ticket or place: {_named(other)}.")
    subs = certificate["sub_samples"]
    changed = [
        n for n in sorted({*subs, *drawn.subs}) if list(subs.get(n, ())) != list(drawn.subs.get(n, ()))
    ]
    return [*found, *(f"The sub-sample {name} is another." for name in changed)]


def is_by_hand(certificate: Mapping[str, Any]) -> bool:
    """Whether cases were named by hand, so that nothing can be drawn again."""
    return bool(certificate["design"]["method"] == HAND)
