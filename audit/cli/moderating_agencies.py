"""A panel on agencies' grades on a screen: one agency, the whole round, drift."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk
from audit.cli.moderating import signed
from audit.cli.screen import as_json as print_json
from audit.cli.screen import line, table, tell
from audit.dates import moment, said

if TYPE_CHECKING:
    from audit.agencies import Agency
    from audit.moderation import Moderated, Moved
    from audit.responses.response import Response
    from audit.rounds import Round
    from audit.scoring.challenge import Matter
    from audit.scoring.drift import Drift
    from audit.scoring.partnership import Row

# --- one agency ---------------------------------------------------------------------------------------


def in_words(day: str) -> str:
    """A kept day in words; empty where there is none."""
    return said(day) if day else ""


def print_agency(
    found: "Round", agency: "Agency", response: "Response | None", matters: "Sequence[Matter]"
) -> None:
    """Every grade of an agency: its own, what stands behind it, and what the panel said."""
    from audit.scoring.challenge import panel_lines

    rows = [
        [
            f"{one.question.id}  {one.question.text}",
            label(found, one.own),
            evidence_words(response, found, one),
            "\n".join(panel_lines(found.template.scale, one)),
        ]
        for one in matters
    ]
    if rows:
        table(["Question", "Own grade", "Evidence", "Panel"], rows)
    else:
        tell(f"{agency.name} has graded nothing in {found.name!r} yet.")
    if response and not response.signed:
        tell(f"{agency.name} has not signed its return yet.")


def label(found: "Round", code: str) -> str:
    """A grade's label; words that there is none for an empty code."""
    return found.template.scale[code].label if code else "no grade any more"


def evidence_words(response: "Response | None", found: "Round", matter: "Matter") -> str:
    """How much evidence stands behind a grade, its own and its standard's."""
    from audit.responses.response import Answer

    answers = response.answers if response else {}
    section = found.template.section_of[matter.question.id].id
    own = len(answers.get(matter.question.id, Answer()).evidence)
    shared = len(answers.get(section, Answer()).evidence) if section else 0
    parts = [str(own)] if own else []
    parts += [f"{shared} for {section}"] if shared else []
    if matter.bare:
        parts.append("none of its own" if parts else "none behind a top grade")
    return ", ".join(parts)


def agency_block(
    found: "Round", agency: "Agency", response: "Response", matters: "Sequence[Matter]"
) -> dict[str, Any]:
    """The grades of an agency as plain values."""
    from audit.scoring.moderated import matter_block

    return {
        "round": found.name,
        "agency": agency.name,
        "code": agency.code,
        "answered_by": response.agency,
        "signed": response.signed is not None,
        "questions": [{"question": one.question.id} | matter_block(one) for one in matters],
    }


# --- the whole round ----------------------------------------------------------------------------------


def print_overview(desk: Desk, found: "Round", *, as_json: bool) -> None:
    """What is open in a round, how much the panel has moderated, and drift by agency and standard."""
    from audit.scoring.drift import drift
    from audit.scoring.moderated import matter_block, whole_block
    from audit.scoring.partnership import results

    rows = [one for one in results(found, desk.store.responses(found.name), desk.today).rows if one.matters]
    open_ = [(row, one) for row in rows for one in row.matters if one.open]
    counting = sum(one.counts for row in rows for one in row.matters)
    graded = sum(len(row.matters) for row in rows)
    moved = drift(rows)
    if as_json:
        heads = [{"agency": row.agency.name, "question": one.question.id} for row, one in open_]
        blocks = [head | matter_block(one) for head, (_, one) in zip(heads, open_, strict=True)]
        figures = {"moderated": counting, "graded": graded, "drift": whole_block(moved)}
        print_json({"round": found.name, "open": blocks, **figures})
        return
    if open_:
        table(
            ["Agency", "Question", "Own grade", "Panel", "State"], [_open_row(found, *one) for one in open_]
        )
    if moved:
        print_drift(found, {row.agency.code: row.agency.name for row in rows}, moved)
    waiting = f"{len(open_)} still open" if open_ else "nothing is open"
    tell(f"The panel's grade counts for {counting} of {graded} grades that agencies gave; {waiting}.")


def _open_row(found: "Round", row: "Row", one: "Matter") -> list[str]:
    panel = found.template.scale[one.panel.grade].label if one.panel and one.panel.grade else ""
    wanted = f": {one.panel.wanted}" if one.panel and one.evidence_asked and one.panel.wanted else ""
    state = one.state.replace("evidence asked for", f"evidence asked for{wanted}")
    return [row.agency.name, one.question.id, label(found, one.own), panel, state]


def print_drift(found: "Round", names: dict[str, str], moved: "Drift") -> None:
    """How the panel's grades lie to the agencies' own: in all, by agency, by standard."""
    rows = [_moved("All agencies", moved.whole)]
    rows += [_moved(names[code], one) for code, one in moved.agencies.items()]
    titles = {one.id: f"{one.id}  {one.title}" for one in found.template.standards}
    rows += [_moved(titles[name], one) for name, one in moved.standards.items()]
    table(["Panel against own grades", "Grades", "Mean", "Up", "Down", "Same", "To or from n/a"], rows)
    line("Mean: panel's minus own grade, where 1 is the scale from worst to best; + is a higher grade.")


def _moved(name: str, one: "Moved") -> list[str]:
    return [name, str(one.answers), signed(one.mean), *map(str, (one.up, one.down, one.same, one.other))]


def kept_words(kept: "Sequence[Moderated]") -> str:
    """A sentence on what a file brought: how many grades of how many agencies, and what is asked for."""
    from audit.moderation import ASKED_FOR
    from audit.scoring.messages import agencies
    from audit.wording import plural

    graded = [one for one in kept if one.grade]
    changed = sum(one.grade != one.on for one in graded if not one.assured)
    text = f"{plural(len(graded), 'grade')} of {agencies(len({one.subject for one in kept}))} kept"
    text += f", {changed} other than the agency's own" if changed else ""
    back = sum(not one.grade and not one.evidence for one in kept)
    asked = sum(one.evidence == ASKED_FOR for one in kept)
    text += f", {back} taken back" if back else ""
    text += f", evidence asked for on {plural(asked, 'question')}" if asked else ""
    return text + "."


def say_replaced(found: "Round", before: "Sequence[Moderated]") -> None:
    """Say which grades of somebody else the panel's new ones came in the place of; the log has them."""
    for one in before:
        tell(
            f"{one.question} of {one.subject} stood as {label(found, one.grade)}, by {one.moderator}, "
            f"{moment(one.at)}; 'audit log' has it."
        )
