"""Samples drawn by the real functions from a frame in a list, as they stand after what was done since."""

from audit.sampling.certificate import certificate, draw_content, references_of, result
from audit.sampling.design import Design
from audit.sampling.draw import draw, judged
from audit.sampling.ledger import FIRST, new_act, seal_content
from audit.sampling.standing import standing
from audit.sampling.ticket import ticket, weighted_ticket

AT = "2026-11-16T14:05:09+00:00"


class Memory:
    """A frame as rows of (unit, stratum, cluster, weight) in a list."""

    def __init__(self, rows, seed, *, weighted=False):
        self.rows = sorted(rows)
        self.seed, self.weighted = seed, weighted

    def units(self):
        found = dict.fromkeys(sorted(row[1] for row in self.rows), 0)
        for row in self.rows:
            found[row[1]] += 1
        return found

    def clusters(self):
        found = dict.fromkeys(sorted(row[2] for row in self.rows), 0)
        for row in self.rows:
            found[row[2]] += 1
        return found

    def ticket(self, row):
        return weighted_ticket(self.seed, row[0], row[3]) if self.weighted else ticket(self.seed, row[0])

    def smallest(self, group, names, seed, keep):
        assert seed == self.seed
        column = {"stratum": 1, "cluster": 2}[group]
        numbered = {
            name: sorted((self.ticket(row), row[0]) for row in self.rows if row[column] == name)
            for name in names
        }
        return {name: line[:keep] for name, line in numbered.items()}

    def at(self, positions):
        return [self.rows[place][0] for place in positions]

    def members(self, units=None):
        return [(row[0], row[1]) for row in self.rows if units is None or row[0] in set(units)]


def rows_of(count, *, teams=1, name="{:05}", team="Team {}"):
    """Rows of a register shared out to teams, each row its own workers' and with a weight."""
    stratum = (lambda n: team.format(n % teams + 1)) if teams > 1 else (lambda _: "")
    return [(name.format(n), stratum(n), f"Worker {n % 7}", 1 + n % 3) for n in range(count)]


def acts_of(source, frame, found, *, before, origin):
    """The acts of a draw: sealed, a seed unless chosen by hand, drawn."""
    acts = [new_act("seal", AT, "Ada", seal_content(source, frame), FIRST)]
    if origin:
        content = {"sample": "S-001", "seed": found["seed"], "origin": origin}
        acts.append(new_act("seed", AT, "Ada", content, acts[-1].digest, sample="S-001"))
    content = draw_content("S-001", found, sealed_before=before)
    return [*acts, new_act("draw", AT, "Ada", content, acts[-1].digest, sample="S-001")]


def sample(
    design,
    rows,
    *,
    seed="0048151623",
    by=("Team",),
    replaced=(),
    discarded="",
    before=True,
    origin="given",
    chosen=(),
    register="annex_a.xlsx",
    unit=("Child Unique ID",),
    **more,
):
    """A sample drawn from rows by the real functions, as it stands after cases were replaced."""
    frame = Memory(rows, seed, weighted=design.method == "weighted")
    units = frame.units()
    if design.method == "judgement":
        drawn, seed, origin = judged(frame, chosen), "", ""
    else:
        keep = len(rows)
        drawn = draw(frame, design, seed, units, frame.smallest("stratum", units, seed, keep))
    source = {"register": register, "sheet": "List 5", "sha256": "ab" * 32, "rows": len(rows) + 3}
    state = {
        "unit": list(unit),
        "distinct": False,
        "by": list(by) if len(units) > 1 else [],
        "where": [],
        "excluded": [],
        "differing": [],
        "population": len(rows),
        "strata": units,
        "fingerprint": "0123456789abcde 0fedcba98765432",
        **more,
    }
    found = result(source, state, design, seed, drawn, references_of(drawn.cases))
    acts = acts_of(source, state, found, before=before, origin=origin)
    whole = certificate("S-001", found, acts)
    for name, reason in replaced:
        content = standing(whole, acts).replacement(name, reason)
        at = "2026-11-18T09:30:00+00:00"
        acts.append(new_act("replace", at, "Ben", content, acts[-1].digest, sample="S-001"))
    if discarded:
        content = {"sample": "S-001", "reason": discarded}
        acts.append(new_act("discard", AT, "Ben", content, acts[-1].digest, sample="S-001"))
    return standing(whole, acts)


NEYMAN = {f"Team {n}": {"compliant": "9", "sample": "10"} for n in (1, 2, 3)}
FIXED = {f"Team {n}": {"size": str(n)} for n in (1, 2, 3)}
DESIGNS = {
    "simple": (Design("simple", 12), 1, {}),
    "one": (Design("simple", 1, reserves=0), 1, {}),
    "proportional": (Design("stratified", 12), 3, {}),
    "equal": (Design("stratified", 12, "equal", 2), 3, {}),
    "neyman": (Design("stratified", 12, "neyman", strata=NEYMAN), 3, {}),
    "fixed": (Design("stratified", 6, "fixed", strata=FIXED), 3, {}),
    "systematic": (Design("systematic", 12), 1, {"order": ["Team", "Start"]}),
    "cluster": (Design("cluster", clusters=5, per_cluster=2), 1, {"cluster": "Allocated Worker"}),
    "weighted": (Design("weighted", 12), 1, {"weight": "Risk"}),
    "census": (Design("census"), 3, {}),
    "judgement": (Design("judgement"), 3, {"chosen": ("00003", "00017")}),
}


def made(name, count=60, **more):
    design, teams, rest = DESIGNS[name]
    return sample(design, rows_of(count, teams=teams), **rest | more)
