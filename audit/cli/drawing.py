"""From the options of a draw to a design, a frame, a draw, and its record."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.frames import FrameOptions, laid, lists_of, open_one, personal_of, scratch
from audit.cli.keeping import Keeping, Made, Seed, prepared
from audit.errors import FileError, Problem, StateError

if TYPE_CHECKING:
    from audit.sampling.design import Design
    from audit.sampling.draw import Drawn
    from audit.sampling.frame import Frame
    from audit.sampling.ledger import Act
    from audit.sampling.standing import Standing

SEED_DIGITS = 20


@dataclass(frozen=True, slots=True)
class DesignOptions:
    """What the options of a design say, as click gives them."""

    size: str = ""
    allocate: str = ""
    minimum: int = 0
    strata: Path | None = None
    systematic: Sequence[str] = ()
    cluster: str = ""
    clusters: int | None = None
    per_cluster: int | None = None
    weight: str = ""
    judgement: Path | None = None
    reserves: int | None = None
    subs: Sequence[str] = ()
    extends: str = ""
    carry: Sequence[str] = ()
    seed: str | None = None

    def columns(self) -> dict[str, Any]:
        """The columns that a frame needs for the design."""
        return {
            "cluster": self.cluster,
            "weight": self.weight,
            "order": tuple(self.systematic),
            "carry": tuple(self.carry),
        }


def design_of(options: DesignOptions, frame: FrameOptions) -> "Design":
    """The design that options ask for; StateError where they exclude one another or miss something."""
    from audit.sampling.design import Design

    method = _method(options, frame)
    figures = _figures(options)
    return Design(
        method=method,
        size=_size(options, method, figures),
        allocate=options.allocate or "proportional",
        minimum=options.minimum,
        reserves=options.reserves,
        strata=figures,
        clusters=options.clusters or 0,
        per_cluster=options.per_cluster or 0,
        subs=_subs(options.subs),
    )


def _subs(texts: Sequence[str]) -> dict[str, str]:
    from audit.sampling.design import read_sub

    found = dict(map(read_sub, texts))
    if len(found) < len(texts):
        raise StateError("Two sub-samples have one name; give each its own: --sub consent=10% --sub voice=3.")
    return found


def _method(options: DesignOptions, frame: FrameOptions) -> str:
    named = {
        "systematic": bool(options.systematic),
        "cluster": bool(options.cluster),
        "weighted": bool(options.weight),
        "judgement": options.judgement is not None,
    }
    asked = [name for name, wanted in named.items() if wanted]
    if len(asked) > 1:
        raise StateError("Of --systematic, --cluster, --weight and --judgement only one can be asked for.")
    method = next(iter(asked), "")
    if method in {"systematic", "cluster", "weighted"} and frame.by:
        raise StateError(f"A {method} draw has no strata; leave out --by.")
    if options.size.casefold() == "all":
        if method:
            raise StateError(
                f"--size all takes everybody; leave out --{method.replace('weighted', 'weight')}."
            )
        _nothing_but_all(options)
        return "census"
    if not method and not frame.by:
        _only_for(options, "stratified", "--by")
        return "simple"
    if method:
        _only_for(options, method, "--by")
    return method or "stratified"


def _nothing_but_all(options: DesignOptions) -> None:
    """StateError where everybody is asked for and then shared out, or with some behind."""
    given = {
        "--allocate": options.allocate,
        "--min-per-stratum": options.minimum,
        "--strata": options.strata,
        "--clusters": options.clusters,
        "--per-cluster": options.per_cluster,
        "--reserves": options.reserves,
    }
    if name := next((name for name, value in given.items() if value), ""):
        raise StateError(f"--size all takes everybody; leave out {name}.")


def _only_for(options: DesignOptions, method: str, needs: str) -> None:
    given = {
        "--allocate": options.allocate,
        "--min-per-stratum": options.minimum,
        "--strata": options.strata,
    }
    for name, value in given.items():
        if value:
            raise StateError(f"{name} is for strata; name them with {needs}.")
    if method != "cluster" and (options.clusters is not None or options.per_cluster is not None):
        raise StateError("--clusters and --per-cluster go with --cluster COLUMN.")


def _size(options: DesignOptions, method: str, figures: Mapping[str, Mapping[str, str]]) -> int:
    if method in {"census", "judgement", "cluster"}:
        if method == "cluster" and not (options.clusters and options.per_cluster):
            raise StateError("A cluster draw needs --clusters M and --per-cluster K, both from 1 up.")
        if options.size and method != "census":
            raise StateError(f"A {method} sample has no --size; leave it out.")
        return 0
    text = options.size.strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text, re.ASCII):  # 1,000 is a thousand, and 1,5 is no 15
        text = text.replace(",", "")
    if not text and options.allocate == "fixed":
        return sum(int(each["size"]) for each in figures.values())
    if not text.isascii() or not text.isdecimal() or not int(text[:12]) > 0:
        said = f"{options.size!r} is no size" if options.size else "Say how many"
        raise StateError(f"{said}: --size 20, or --size all.")
    return int(text[:12])


def _figures(options: DesignOptions) -> dict[str, dict[str, str]]:
    from audit.sampling.listing import listed_strata

    reads = options.allocate in {"fixed", "neyman"}
    if reads and options.strata is None:
        raise StateError(f"A {options.allocate} allocation reads --strata FILE.csv; name it.")
    if options.strata is None:
        return {}
    if not reads:
        raise StateError("--strata goes with --allocate fixed or --allocate neyman.")
    return listed_strata(options.strata, options.allocate)


def seal_frame(
    desk: Desk, given: FrameOptions, columns: Mapping[str, Any]
) -> tuple["Act", dict[str, Any], "Frame", bool]:
    """Seal a register and frame in the ledger.

    Gives the act, what it says, the frame (its engine is closed), and whether the seal was there before.
    """
    from audit.sampling.checking import checked_columns
    from audit.sampling.ledger import find_seal, seal_content
    from audit.store.ledger import Ledger

    ledger = Ledger(desk.store)
    with scratch(desk) as folder:
        register = open_one(desk, given.register, folder)
        asked = given.asked(**columns)
        lists = lists_of(desk, register, asked, given)
        more = {"personal": personal_of(register), "checked": checked_columns(register)}
        with laid(register, folder, asked, lists, **more) as frame:
            _somebody(frame)
            content = seal_content(frame.source(), frame.state())
            with ledger.writing(desk.stamp()) as writing:
                known = find_seal(writing.acts, content)
                return known or writing.add("seal", content), content, frame, known is not None


def _somebody(frame: "Frame") -> None:
    if not frame.population:
        from audit.sampling.sentences import exclusions

        said = "; ".join(f"{units:,} {why}" for why, units in exclusions({"frame": frame.state()}))
        why = f"left out were {said}" if said else "the register is empty"
        left = f"Nobody is left to draw from ({why}); ask for fewer conditions or other dates."
        raise StateError(" ".join([left, *frame.warnings]))


def draw_sample(desk: Desk, given: FrameOptions, options: DesignOptions, frame_file: Path | None) -> Made:
    """Draw, and keep what was drawn: ledger, certificate and the files beside it."""
    from audit.sampling.certificate import seed_origin
    from audit.sampling.checking import checked_columns
    from audit.sampling.draw import most_kept
    from audit.sampling.ticket import check_seed
    from audit.store.ledger import Ledger

    design = design_of(options, given)
    ledger = Ledger(desk.store)
    seen = len(ledger.acts()) if given.not_since else None
    before = _extended(ledger, options)
    design = replace(design, extends=before.id) if before else design
    seed = before.certificate["seed"] if before else options.seed
    by_hand = design.method == "judgement"
    if by_hand and seed is not None:
        raise StateError("Cases named by hand have no seed; leave out --seed.")
    origin = seed_origin(before.certificate) if before else "made" if seed is None else "given"
    made = f"{secrets.randbelow(10**SEED_DIGITS):0{SEED_DIGITS}}"
    seed = "" if by_hand else check_seed(made if seed is None else seed)
    with scratch(desk) as folder:
        register = open_one(desk, given.register, folder)
        asked = given.asked(**options.columns())
        lists = lists_of(desk, register, asked, given, _seal_of(before))
        more: dict[str, Any] = {"personal": personal_of(register), "checked": checked_columns(register)}
        more |= {"seed": seed, "keep": most_kept(design)}
        with laid(register, folder, asked, lists, **more) as frame:
            _somebody(frame)
            design = _with_strata(design, options, frame)
            drawn = _drawn(frame, design, seed, options)
            files = prepared(folder, frame, frame_file)
            own = (more["personal"], seen)
            return Keeping(desk, ledger, frame, design, drawn, Seed(seed, origin), before, files, *own).keep()


def _extended(ledger: Any, options: DesignOptions) -> "Standing | None":
    """The sample that a draw goes on from; StateError where it cannot."""
    from audit.sampling.standing import standing

    if not options.extends:
        return None
    before = standing(ledger.sample(options.extends), ledger.acts())
    if before.discarded:
        raise StateError(f"{before.id} was thrown away ({before.discarded}); it cannot be extended.")
    if options.seed is not None and options.seed != before.certificate["seed"]:
        raise StateError(f"{before.id} was drawn with another seed; leave out --seed to go on with its own.")
    if before.certificate["design"]["method"] not in {"simple", "stratified", "weighted"}:
        raise StateError(f"{before.id} cannot be extended: its design has no smaller and larger samples.")
    return before


def _seal_of(before: "Standing | None") -> str:
    return str(before.certificate["acts"][0]["digest"]) if before else ""


def _with_strata(design: "Design", options: DesignOptions, frame: "Frame") -> "Design":
    from audit.sampling.listing import check_strata

    if design.strata and options.strata:
        check_strata(options.strata, design.strata, list(frame.totals.units))
        figures = {name: design.strata[name] for name in frame.totals.units}
        fixed = design.allocate == "fixed" and not options.size
        size = sum(int(each["size"]) for each in figures.values()) if fixed else design.size
        return replace(design, strata=figures, size=size)
    return design


def _drawn(frame: "Frame", design: "Design", seed: str, options: DesignOptions) -> "Drawn":
    from audit.sampling.draw import draw, judged
    from audit.sampling.listing import listed_units

    if options.judgement is not None:
        headings = [frame.register.headings[column].text for column in frame.columns.unit]
        units = listed_units(options.judgement, headings)
        if not units:
            raise FileError(str(options.judgement), [Problem("", "it names no case.")])
        return judged(frame.engine, units)
    return draw(frame.engine, design, seed, frame.totals.units, frame.totals.smallest)
