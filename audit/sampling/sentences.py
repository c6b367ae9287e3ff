"""What a certificate says, as sentences that a board can read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from audit.dates import in_words, said
from audit.sampling.certificate import HAND, sealed_before, seed_origin
from audit.wording import plural

SAME_COMMAND = (
    "Sealed in the same command as the draw, so nothing shows that a given seed was chosen afterwards."
)
UNEVEN = (
    "The strata did not give cases in proportion to their size, so a share among all the cases is not that "
    "of the register: 'audit stats interval --strata FILE' works it out from those of the strata."
)
SHARED = {
    "proportional": "in proportion to their size",
    "equal": "in equal parts",
    "neyman": "shared out by size and by how much each varied before (Neyman)",
    "fixed": "in sizes set beforehand",
}


def when(at: str) -> str:
    """A moment in words, `16 November 2026 at 14:05:09 (UTC+00:00)`; a text that is none, as it stands."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    zone = moment.strftime("%z")
    clock = f" (UTC{zone[:3]}:{zone[3:5]})" if zone else ""
    return f"{in_words(moment.date())} at {moment:%H:%M:%S}{clock}"


def cases_by_stratum(certificate: Mapping[str, Any]) -> dict[str, int]:
    """The drawn cases by stratum (clusters, in a cluster draw), with the strata that gave none, by name."""
    clusters = certificate["design"]["method"] == "cluster"
    found = dict.fromkeys([] if clusters else certificate["frame"]["strata"], 0)
    for case in certificate["drawn"]:
        found[case["stratum"]] = found.get(case["stratum"], 0) + 1
    return dict(sorted(found.items()))


def design_sentence(certificate: Mapping[str, Any]) -> str:
    """How cases were drawn, as in `20 from each of 24 strata (Team), in equal parts: 480 of 1,413.`."""
    design = certificate["design"]
    share = f"{len(certificate['drawn']):,} of {certificate['frame']['population']:,}"
    extends = f" It extends {design['extends']} and keeps its references." if design.get("extends") else ""
    return f"{_how(certificate)}: {share}.{extends}"


def _how(certificate: Mapping[str, Any]) -> str:
    frame, method = certificate["frame"], certificate["design"]["method"]
    if method == "stratified":
        return _stratified(certificate)
    if method == "cluster":
        return _clustered(certificate)
    order = ", then ".join([*frame.get("order", ()), "id"])
    return {
        "simple": "Drawn at random, each with the same chance",
        "systematic": f"At even steps from a random start, in order of {order}",
        "weighted": f"By risk, so that a higher weight{_named(frame.get('weight'))} is likelier to be drawn",
        "census": "All there are, a census",
        "judgement": "Chosen by hand, not drawn by chance",
    }[method]


def _stratified(certificate: Mapping[str, Any]) -> str:
    design, frame = certificate["design"], certificate["frame"]
    counts, units = cases_by_stratum(certificate), frame["strata"]
    each = "each of " if len(counts) > 1 else ""
    named = _named(" | ".join(frame["by"]))
    shared = SHARED[design["allocate"]]
    if design["allocate"] == "equal" and max(counts.values()) - min(counts.values()) > 1:
        shared += " as far as each goes"
    least = max(design["minimum"], design["allocate"] == "neyman")
    least = 0 if design["allocate"] == "fixed" else least
    fewer = " or all there are" if any(count < least for count in units.values()) else ""
    least_words = f", at least {least:,} from each{fewer}" if least else ""
    strata = plural(len(counts), "stratum", "strata")
    return f"{_span([*counts.values()])} from {each}{strata}{named}, {shared}{least_words}"


def _clustered(certificate: Mapping[str, Any]) -> str:
    design, counts = certificate["design"], cases_by_stratum(certificate)
    wanted = design["per_cluster"]
    up_to = "up to " if any(count < wanted for count in counts.values()) else ""
    of = certificate["frame"].get("clusters", ())
    clusters = f"{design['clusters']:,} of " if of else ""
    clusters += plural(len(of) or design["clusters"], "cluster")
    named = _named(certificate["frame"].get("cluster"))
    each = "each" if design["clusters"] != 1 else "it"
    return f"{clusters}{named} drawn at random, then {up_to}{wanted:,} from {each}"


def _span(counts: Sequence[int]) -> str:
    low, high = min(counts), max(counts)
    return f"{low:,}" if low == high else f"{low:,} {'or' if high == low + 1 else 'to'} {high:,}"


def _named(name: str | None) -> str:
    return f" ({name})" if name else ""


def sealed_sentence(certificate: Mapping[str, Any]) -> str:
    """Whether the register and frame were sealed before the command that drew, and what that shows."""
    hand = certificate["design"]["method"] == HAND
    if not sealed_before(certificate):
        same = "Sealed in the same command; the cases were chosen by hand, so there is no seed."
        return same if hand else SAME_COMMAND
    at = next((f" on {when(act['at'])}" for act in certificate["acts"] if act["act"] == "seal"), "")
    did = "named cases" if hand else "drew"
    return f"The register and frame were sealed{at}, before the command that {did}."


def seed_sentence(certificate: Mapping[str, Any]) -> str:
    """The seed, whether it was given or made, and what either shows."""
    if certificate["design"]["method"] == HAND or not certificate["seed"]:
        return "There is no seed: nothing was drawn by chance."
    if certificate["design"]["method"] == "census":
        return f"The seed {certificate['seed']} only puts the cases in order, since all are in."
    if seed_origin(certificate) == "made":
        whence = "made by this program from the machine's own randomness, and recorded as it came"
        doubt = "others were made and thrown away elsewhere"
    else:
        whence = "given, for instance from dice rolled in a meeting"
        doubt = "others were tried elsewhere first"
    return (
        f"The seed {certificate['seed']} was {whence}. Nothing here shows whether {doubt}; only a seed made "
        "in public, after the seal's digest was minuted, rules that out."
    )


def exclusions(certificate: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Each reason for which units were left out before the draw, in words, and how many."""
    for part in certificate["frame"]["excluded"]:
        yield _why(certificate["frame"], part["reason"]), part["units"]


def _why(frame: Mapping[str, Any], reason: str) -> str:
    listed = frame.get(reason.replace("-", "_"), {})
    source = listed.get("source", "") if isinstance(listed, Mapping) else ""
    words = {
        "where": f"outside the conditions{_named('; '.join(conditions(frame)))}",
        "unreadable": "with a date or number that cannot be read",
        "only": f"not on the list of those to keep{_named(source)}",
        "exclude": f"on the list of those to leave out{_named(source)}",
        "not-since": f"drawn since {said(source)}" if source else "drawn not long before",
        "one-per": f"in a family of which another stays{_named(frame.get('one_per'))}",
        "weight 0": "with a weight of 0",
        "total row": "the row of totals, which is no case",
    }
    return words.get(reason, reason)


def conditions(frame: Mapping[str, Any]) -> Iterator[str]:
    """What narrowed a frame, as typed, and the day on which rows were to be open."""
    yield from frame["where"]
    if frame.get("open_on"):
        yield f"open on {said(frame['open_on'])}"


def excluded_sentence(certificate: Mapping[str, Any]) -> str:
    """How many were left out before the draw, by reason."""
    found = [f"{units:,} {why}" for why, units in exclusions(certificate)]
    return (
        f"Left out before the draw: {'; '.join(found)}." if found else "Nobody was left out before the draw."
    )


def in_proportion(certificate: Mapping[str, Any]) -> bool:
    """Whether each stratum gave its part of the cases, to within less than one case."""
    if certificate["design"]["method"] != "stratified":
        return True
    size, population = len(certificate["drawn"]), certificate["frame"]["population"]
    units = certificate["frame"]["strata"]
    parts = cases_by_stratum(certificate).items()
    return all(abs(count * population - size * units[name]) < population for name, count in parts)


def missed_strata(certificate: Mapping[str, Any]) -> str:
    """How many strata give no case, and how many could have been drawn from them; '' where all give one."""
    units = certificate["frame"]["strata"]
    missed = [units[name] for name, count in cases_by_stratum(certificate).items() if not count]
    if not missed:
        return ""
    gives, them = ("gives", "it") if len(missed) == 1 else ("give", "them")
    count = (
        f"{len(missed):,} of the {len(units):,} strata, with {sum(missed):,} of the {sum(units.values()):,}"
    )
    return f"{count}, {gives} no case, and nothing is learnt about {them}."


def figures_sentence(certificate: Mapping[str, Any]) -> str:
    """What a design forbids to be said of its figures; '' where nothing is out of the way."""
    if certificate["design"]["method"] == "stratified":
        said = [missed_strata(certificate), "" if in_proportion(certificate) else UNEVEN]
        return " ".join(filter(None, said))
    return {
        "judgement": "The cases were chosen by hand, so no interval may be given for any figure from them.",
        "weighted": (
            "The sample is risk-based: cases at higher risk were likelier to be drawn, so shares among them "
            "are not those of the register, and no plain interval may be given."
        ),
        "cluster": (
            "Cases were drawn in clusters, and those of one cluster are often alike, so figures need errors "
            "that allow for clusters; a plain interval would be too narrow."
        ),
        "census": "All there are is in the sample, so figures carry no error of sampling once all are read.",
    }.get(certificate["design"]["method"], "")
