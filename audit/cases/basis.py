"""How the subjects of a round were come by, and so what their figures may be said of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.cases.case_round import CaseRound
from audit.sampling.sentences import design_sentence, in_proportion, missed_strata

NOT_DRAWN = "not drawn"
HAND = "These cases were chosen by hand, so the figures describe them alone and no interval is given."
RISK = (
    "Cases were drawn by risk, the riskier the likelier, so the figures describe them alone and no interval "
    "is given."
)
CAME = (
    "Nobody was drawn at random, so the figures describe those who were read alone and no interval is given."
)
CLUSTERS = (
    "Whole clusters were drawn, and cases of one cluster are often alike, so the figures are counts and no "
    "interval is given."
)
DISCARDED = "The draw was thrown away, so the figures describe these cases alone and no interval is given."
STEPS = "The cases were taken at even steps; the interval is that of cases drawn one by one, which is close."


@dataclass(frozen=True, slots=True)
class Basis:
    """What a round's figures rest on.

    `design` is the draw's method, or `not drawn`; `population` the register's units without those found
    ineligible, `strata` the same by stratum; `why` says why no interval is given, empty where one may be.
    `merged` keeps figures from telling how a stratum came out: then none is weighed by strata.
    """

    design: str
    sentence: str
    population: int | None = None
    register: int | None = None
    drawn: int = 0
    strata: Mapping[str, int] = field(default_factory=dict)
    proportional: bool = True
    missed: str = ""
    why: str = ""
    caution: str = ""
    merged: bool = False

    @property
    def random(self) -> bool:
        """Whether an interval may be given."""
        return not self.why


def basis(case_round: CaseRound) -> Basis:
    """What the figures of a round rest on: its sample's design, and the register as far as it is eligible."""
    standing = case_round.standing
    if standing is None:
        return Basis(NOT_DRAWN, "Made as they came, not drawn.", drawn=len(case_round.subjects), why=CAME)
    certificate = standing.certificate
    method, frame = str(certificate["design"]["method"]), certificate["frame"]
    struck: dict[str, int] = {}
    for subject in case_round.subjects:
        if subject.struck:
            struck[subject.stratum] = struck.get(subject.stratum, 0) + 1
    register = int(frame["population"])
    return Basis(
        method,
        design_sentence(certificate),
        population=register - sum(struck.values()),
        register=register,
        drawn=len(certificate["drawn"]),
        strata={name: units - struck.get(name, 0) for name, units in frame["strata"].items()},
        proportional=in_proportion(certificate),
        missed=missed_strata(certificate) if method == "stratified" else "",
        why=_why(method, bool(standing.discarded)),
        caution=STEPS if method == "systematic" else "",
    )


def _why(method: str, discarded: bool) -> str:
    if discarded:
        return DISCARDED
    return {"judgement": HAND, "weighted": RISK, "cluster": CLUSTERS}.get(method, "")
