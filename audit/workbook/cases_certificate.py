"""The sheet Certificate of a case list: what anyone needs to draw the sample again, in words and figures."""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.dates import said
from audit.sampling import sentences
from audit.sampling.certificate import HAND
from audit.sampling.design import WITHOUT_RESERVES
from audit.sampling.standing import Standing
from audit.workbook.page import NOTHING, Block, Cell, NewPage, Number, Page, Table, Text

# Digests of 64 hex digits stand in the second column on one line.
WIDTHS = (34.0, 71.0, 40.0, 26.0)
WHAT = ("What", "Which")
COUNT = "#,##0"
FEW = 8  # strata that stand on the page of what is before them


def certificate_page(standing: Standing, partnership: str = "") -> Page:
    """The sheet Certificate."""
    certificate = standing.certificate
    blocks: list[Block] = [
        *_loud(standing),
        Table("The draw", WHAT, tuple(_draw(certificate, partnership))),
        Table("The register", WHAT, tuple(_register(certificate))),
        Table("The frame: who could be drawn", WHAT, tuple(_frame(certificate))),
        NewPage(),
        _left_out(certificate),
        *_sub_samples(certificate),
        _acts("Acts, each with the digest of what it said", certificate["acts"]),
        _acts("Acts since the draw", _later(standing), "None: the sample stands as it was drawn."),
        Text("How to check it", "heading"),
        *(Text(line) for line in _checks(certificate)),
        # Last, since only the headings of the last table are printed again on each page that it runs on.
        *_strata(certificate),
    ]
    return Page("Certificate", f"{standing.id}: certificate", tuple(blocks), widths=WIDTHS)


def _loud(standing: Standing) -> Iterator[Text]:
    if standing.discarded:
        yield Text(f"This sample was thrown away: {standing.discarded}.", "warning")
    if says := sentences.figures_sentence(standing.certificate):
        yield Text(says, "warning")


def _draw(certificate: Mapping[str, Any], partnership: str) -> Iterator[tuple[Cell, ...]]:
    design = certificate["design"]
    if partnership:
        yield "Partnership", partnership
    yield "Sample", certificate["id"]
    yield "Design", sentences.design_sentence(certificate)
    yield "Method", _method(design)
    yield "Reserves", _reserves(certificate)
    yield "Seed", certificate["seed"] or "none"
    yield "Where the seed came from", sentences.seed_sentence(certificate)
    yield "Seal", sentences.sealed_sentence(certificate)
    yield "Digest of the certificate", certificate["digest"]


def _method(design: Mapping[str, Any]) -> str:
    parts = [design["method"]]
    if "size" in design:
        parts.append(f"size {design['size']:,}")
    if "allocate" in design:
        parts += [f"allocation {design['allocate']}", f"minimum in a stratum {design['minimum']:,}"]
    if "clusters" in design:
        parts += [f"clusters {design['clusters']:,}", f"from each {design['per_cluster']:,}"]
    return ", ".join(parts)


def _reserves(certificate: Mapping[str, Any]) -> str:
    design, count = certificate["design"], f"{len(certificate['reserves']):,}"
    if design["method"] in WITHOUT_RESERVES:
        return "none, by this method"
    wanted = design["reserves"]
    if wanted == 0:
        return "none asked for"
    strata = {"stratified": " in each stratum", "cluster": " in each cluster"}.get(design["method"], "")
    asked = "as many as drawn" if wanted is None else f"{wanted:,}"
    return f"{asked}{strata}, as far as they go: {count}"


def _register(certificate: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    source = certificate["source"]
    yield "Register", source["register"]
    if source["sheet"]:
        yield "Sheet", source["sheet"]
    yield "sha256 of the register", source["sha256"]
    yield "Rows", f"{source['rows']:,}"


def _frame(certificate: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    frame = certificate["frame"]
    yield "What is drawn (id)", " | ".join(frame["unit"])
    yield "Rows of one id", "taken together (--distinct)" if frame["distinct"] else "one row for each id"
    yield "Strata by", " | ".join(frame["by"]) or "none"
    for text in frame["where"]:
        yield "Only where", text
    if frame.get("open_on"):
        yield "Open on", said(frame["open_on"])
    named = {"one_per": "One of each", "cluster": "Clusters by", "weight": "Weight"}
    for key, label in named.items():
        if frame.get(key):
            yield label, frame[key]
    if frame.get("order"):
        yield "In order of", ", then ".join([*frame["order"], "id"])
    lists = {"only": "Only those listed in", "exclude": "Not those listed in", "not_since": "Not drawn since"}
    for key, label in lists.items():
        if listed := frame.get(key):
            ids = "1 id" if listed["units"] == 1 else f"{listed['units']:,} ids"
            yield label, f"{said(listed['source'])}: {ids}, sha256 {listed['sha256']}"
    for part in frame.get("differing", ()):
        which = "largest" if part["column"] == frame.get("weight") else "smallest"
        ids = "1 id has" if part["units"] == 1 else f"{part['units']:,} ids have"
        yield f"Rows that differ in {part['column']}", f"{ids} such rows; the {which} value counts"
    yield "Population", f"{frame['population']:,}"
    yield "Fingerprint", frame["fingerprint"]


def _left_out(certificate: Mapping[str, Any]) -> Table:
    found = sentences.exclusions(certificate)
    rows = tuple((Number(units, COUNT), why) for why, units in found)
    return Table("Left out before the draw", ("How many", "Why"), rows, empty="Nobody was left out.")


def _strata(certificate: Mapping[str, Any]) -> Iterator[Block]:
    """Cases by stratum, with the figures that an allocation was made from; clusters with their cases."""
    counts = sentences.cases_by_stratum(certificate)
    if len(counts) > FEW:
        yield NewPage()
    if certificate["design"]["method"] == "cluster":
        rows = tuple((Number(drawn, COUNT), name) for name, drawn in counts.items())
        yield Table("Clusters drawn", ("Drawn", "Cluster"), rows)
    elif certificate["frame"]["by"]:
        units, figures = certificate["frame"]["strata"], certificate["design"].get("strata", {})
        more = ("Allocated by",) if figures else ()
        lines: tuple[tuple[Cell, ...], ...] = tuple(
            (Number(drawn, COUNT), name, Number(units.get(name, 0), COUNT), *_allocated(figures, name))
            for name, drawn in counts.items()
        )
        yield Table("Strata", ("Drawn", "Stratum", "Population", *more), lines)


def _allocated(figures: Mapping[str, Mapping[str, Any]], name: str) -> Iterator[str]:
    """What a stratum's part was made from, where an allocation needs figures."""
    if figures:
        yield _figures(figures.get(name, {}))


def _figures(figures: Mapping[str, Any]) -> str:
    if "sd" in figures:
        return f"standard deviation {figures['sd']}"
    if "compliant" in figures:
        return f"{figures['compliant']:,} of {figures['sample']:,} compliant before"
    return f"size {figures['size']:,}" if "size" in figures else NOTHING


def _sub_samples(certificate: Mapping[str, Any]) -> Iterator[Table]:
    asked = certificate["design"].get("sub_samples", {})
    rows = tuple(
        (Number(len(units), COUNT), name, f"{asked.get(name, len(units))} of {len(certificate['drawn']):,}")
        for name, units in certificate["sub_samples"].items()
    )
    if rows:
        yield Table("Sub-samples", ("Cases", "Sub-sample", "Asked for"), rows)


def _later(standing: Standing) -> list[dict[str, Any]]:
    """The acts about a sample that its certificate is too old to hold."""
    known = {act["digest"] for act in standing.certificate["acts"]}
    return [act.state() for act in standing.acts if act.digest not in known]


def _acts(title: str, acts: list[dict[str, Any]], empty: str = "") -> Table:
    rows = tuple((_act(act), act["digest"], sentences.when(act["at"]), act["by"]) for act in acts)
    return Table(title, ("Act", "Digest", "When", "By"), rows, empty=empty)


def _act(act: Mapping[str, Any]) -> str:
    content = act["content"]
    match act["act"]:
        case "seal":
            return "Register and frame sealed"
        case "seed":
            return f"Seed {content.get('origin', 'set')}"
        case "draw":
            hand = content["design"]["method"] == HAND
            return "Cases chosen by hand" if hand else "Cases drawn"
        case "replace":
            out, back = content["reference"], content["by_reference"]
            return f"{out} struck out, {back} takes its place: {content['reason']}"
        case "discard":
            return f"Sample thrown away: {content['reason']}"
    return str(act["act"])


def _checks(certificate: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "This sheet repeats the certificate, a file of JSON. Beside it lie frame.csv (who could be drawn) "
        "and two ways to check it that need nothing else of ours."
    )
    yield (
        "In any browser, offline: open verify_sample.html and drop in the certificate and frame.csv. With "
        "Python: python verify_sample.py CERTIFICATE.json frame.csv"
    )
    yield (
        "With this program: audit sample verify CERTIFICATE.json REGISTER, which also shows that the "
        "register gives this frame. Should somebody make a whole certificate anew, its seal does not have "
        "the digest that was minuted."
    )
    yield from _by_hand(certificate["design"]["method"])


def _by_hand(method: str) -> Iterator[str]:
    """What a ticket is, for those who would hash one themselves; nothing where no ticket decides alone."""
    ticket = "The ticket of an id is the sha256 of SEED|ID in UTF-8, in hex digits"
    ends = {
        "simple": "; the smallest tickets are drawn.",
        "stratified": "; the smallest tickets of each stratum are drawn.",
        "cluster": "; clusters are drawn by SEED/cluster|CLUSTER, then the smallest tickets of each.",
        "weighted": " with #1, #2 and so on up to its weight behind the ID, the smallest of them; the "
        "smallest tickets are drawn.",
    }
    if method in ends:
        yield ticket + ends[method]
