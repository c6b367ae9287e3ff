"""Moderation on a screen: grades side by side, what is open, drift, and the panel's questions."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.cli.case_status import concern_blocks, print_concerns
from audit.cli.desk import Desk
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.dates import said

if TYPE_CHECKING:
    from audit.cases.case_round import CaseRound
    from audit.cases.drift import Drift
    from audit.cases.moderating import Given, Matter

# --- one case -----------------------------------------------------------------------------------------


def print_case(desk: Desk, found: "CaseRound", ref: str) -> None:
    """Every grade of a case: a row for each reader's, and the panel's with where it stands."""
    from audit.cases.moderating import matters

    print_concerns([one for one in found.concerns if one.subject == ref])
    rows = []
    for matter in matters(found, ref, desk.today):
        asked, panel = f"{matter.question.id}  {matter.question.text}", panel_words(found, matter)
        grades = [(who(found, one), label(found, one.grade)) for one in matter.given] or [("", "")]
        rows += [[asked, *grades[0], panel], *(["", *one, ""] for one in grades[1:])]
    if rows:
        table(["Question", "Reader", "Grade", "Panel"], rows)
    else:
        tell(f"No reader has graded anything about {ref} yet.")


def who(found: "CaseRound", given: "Given") -> str:
    """Whose a grade is: agency, reading where it is the second, and who wrote it."""
    agency = found.agencies[given.agency].name if given.agency in found.agencies else given.agency
    parts = [agency, "second reading" if given.reading == 2 else "", " and ".join(given.names)]
    return ", ".join(part for part in parts if part)


def label(found: "CaseRound", code: str) -> str:
    """A grade's label."""
    return found.round.template.scale[code].label


def panel_words(found: "CaseRound", matter: "Matter") -> str:
    """What the panel agreed, why, who wrote it and when, and where that stands."""
    state = state_of(matter)
    if matter.panel is None:
        return state
    one = matter.panel
    said_ = (
        f"{label(found, one.grade)}{': ' + one.reason if one.reason else ''} ({one.by}, {said(one.at[:10])})"
    )
    return said_ if state == "agreed" else f"{said_}; {state}"


def state_of(matter: "Matter") -> str:
    """Where a matter stands, in a few words."""
    if matter.again:
        return "to be agreed again"
    if matter.unseen:
        return "another grade has come since"
    if matter.reason_owed:
        return "reason owed"
    if matter.agreed:
        return "agreed"
    return "readers differ" if matter.differ else ""


def case_block(desk: Desk, found: "CaseRound", ref: str) -> dict[str, Any]:
    """The grades of a case as plain values."""
    from audit.cases.moderating import matters

    own = [one for one in found.concerns if one.subject == ref]
    return {
        "round": found.round.name,
        found.word: ref,
        "immediate_concerns": concern_blocks(own),
        "questions": [matter_block(found, one) for one in matters(found, ref, desk.today)],
    }


def matter_block(found: "CaseRound", matter: "Matter") -> dict[str, Any]:
    """One question of one case as plain values; `state` is empty where readers agree."""
    panel = matter.panel
    return {
        found.word: matter.ref,
        "question": matter.question.id,
        "state": state_of(matter),
        "grades": [
            {"agency": one.agency, "reading": one.reading, "by": list(one.names), "grade": one.grade}
            for one in matter.given
        ],
        "panel": panel
        and {
            "grade": panel.grade,
            "reason": panel.reason,
            "by": panel.by,
            "at": panel.at,
            "counts": matter.agreed,
        },
    }


# --- the whole round ----------------------------------------------------------------------------------


def print_overview(desk: Desk, found: "CaseRound", *, as_json: bool) -> None:
    """What is open in a round, how much is agreed, and drift."""
    from audit.cases.drift import drift
    from audit.cases.moderating import all_matters

    matters = all_matters(found, desk.today)
    open_ = [one for one in matters if one.open]
    agreed = sum(one.agreed for one in matters)
    drifts = drift(found, desk.today)
    if as_json:
        print_json(
            {
                "round": found.round.name,
                "immediate_concerns": concern_blocks(found.concerns),
                "open": [matter_block(found, one) for one in open_],
                "agreed": agreed,
                "drift": [drift_block(one) for one in drifts],
            }
        )
        return
    print_concerns(found.concerns)
    if open_:
        headings = [found.word.capitalize(), "Question", "Grades", "State"]
        table(headings, [[m.ref, m.question.id, _side_by_side(found, m), state_of(m)] for m in open_])
    print_drift(found, [one for one in drifts if one.answers])
    waiting = f"{len(open_)} still open" if open_ else "nothing is open"
    tell(f"The panel's grade counts for {agreed} of {len(matters)} graded questions; {waiting}.")


def _side_by_side(found: "CaseRound", matter: "Matter") -> str:
    return "\n".join(f"{label(found, one.grade)}: {who(found, one)}" for one in matter.given)


def print_drift(found: "CaseRound", drifts: "Sequence[Drift]") -> None:
    """How grades moved, a row for each pair and reader that has any."""
    if not drifts:
        return
    rows = [
        [_pair(found, one), str(one.answers), signed(one.mean), str(one.up), str(one.down), str(one.same)]
        for one in drifts
    ]
    table(["Drift", "Answers", "Mean", "Up", "Down", "Same"], rows)
    line("Mean: later minus earlier grade, where 1 is the scale from worst to best; + is a higher grade.")


def _pair(found: "CaseRound", one: "Drift") -> str:
    agency = found.agencies[one.agency].name if one.agency in found.agencies else one.agency
    return f"{one.later.capitalize()} against {agency or one.auditor or one.earlier}"


def signed(mean: Fraction | None) -> str:
    """A mean difference with its sign and two decimals, 0.00 only where it is nothing."""
    if mean is None:
        return "-"
    hundredths = (abs(mean) * 200 + 1) // 2 or (1 if mean else 0)
    sign = "+" if mean > 0 else "-" if mean < 0 else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}"


def drift_block(one: "Drift") -> dict[str, Any]:
    """A line of drift as plain values."""
    return {
        "later": one.later,
        "earlier": one.earlier,
        "agency": one.agency,
        "auditor": one.auditor,
        "answers": one.answers,
        "mean": None if one.mean is None else float(one.mean),
        "up": one.up,
        "down": one.down,
        "same": one.same,
    }
