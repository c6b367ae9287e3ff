"""A line of a plan as an action, with what the plan says of it, and a list of what was not understood."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from audit.actions.action import Action, Said, Update
from audit.plans.days import When, read_when
from audit.plans.line import FIELDS, Draft, Line, Part, Unread
from audit.plans.names import dated, day_of_heading
from audit.plans.owners import owners_in
from audit.plans.profile import Options, Profile
from audit.plans.progress import updates_in
from audit.plans.remarks import Remark, moved, points, says_nothing, tidy
from audit.plans.standing import standing
from audit.plans.states import read_colour, read_state

_NUMBERS = ("number", "action_number", "recommendation_number")
_OWN_NUMBER = {"action": "action_number", "recommendation": "recommendation_number"}


def draft(line: Line, profile: Profile, options: Options) -> tuple[Draft, tuple[Unread, ...]]:
    """The action of a line with its history and its status, the status last; and what is to be listed.

    Nothing of the line is lost: what was not understood stands in the action, in a note, or in the list.
    """
    updates, about = _updates(line, profile)
    status, doubts = standing(line, profile, updates)
    action, remarks = _action(line, options)
    said: list[Said] = [*_evidence(line), *_earlier(line, profile), *updates]
    if status:
        said.append(status)
    return Draft(action, tuple(said)), tuple(_unread(line, (*remarks, *doubts, *about)))


def _updates(line: Line, profile: Profile) -> tuple[tuple[Update, ...], tuple[Remark, ...]]:
    """The updates of each column of progress, dated by its heading where its text is not."""
    updates: list[Update] = []
    remarks: list[Remark] = []
    notes = line.notes or (Part(_heading(line, "progress"), line["progress"]),)
    for one in notes:
        on = day_of_heading(one.heading)
        found, about = updates_in(one.text, profile.states, line.row, on=on)
        if found and not found[0].on and dated(one.heading):
            # Only its heading says of which time it is.
            found = (replace(found[0], note=f"{one.heading}: {found[0].note}"), *found[1:])
        updates += found
        remarks += about
    return tuple(updates), tuple(remarks)


def _earlier(line: Line, profile: Profile) -> Iterator[Update]:
    """How it stood before by the columns for that, as history."""
    for one in line.earlier:
        text = tidy(one.text)
        state = read_state(text, profile.states).state or profile.colours.get(
            read_colour(text) or one.colour, ""
        )
        said = text if not says_nothing(text) else f"{one.colour} (its colour)"
        yield Update(
            day_of_heading(one.heading), "", state, f"{one.heading}: {said}", history=True, row=line.row
        )


def _action(line: Line, options: Options) -> tuple[Action, tuple[Remark, ...]]:
    """The action itself, without an id."""
    remarks: list[Remark] = []
    due, start = _when(line, "due"), _when(line, "start")
    text = partial(_text, line, remarks)
    owners = _owners(line, options, remarks)
    review, other = _review(line, remarks)
    if start.why:
        remarks.append(Remark("start", start.phrase, start.why))
    number, numbers = _number(line)
    action = Action(
        id="",
        plan=options.plan,
        number=number,
        learning_point=text("learning_point"),
        recommendation=text("recommendation"),
        action=text("action"),
        milestone=text("milestone"),
        theme=text("theme"),
        sub_theme=text("sub_theme"),
        role=text("role"),
        overseer=text("overseer"),
        evidence_required=text("evidence_required"),
        outcome=text("outcome"),
        owners=owners,
        start=_first_day(start),
        start_text=start.phrase,
        due=due.day,
        due_text=due.phrase,
        review=review,
        achieved_text=_achieved(line),
        interval=options.interval,
        source=options.source,
        sheet=line.sheet,
        row=line.row,
        reference="; ".join(dict.fromkeys(_some(tidy(line["source"]), tidy(line["reference"])))),
        other=(*numbers, *other, *line.other),
    )
    remarks += _pointing(line)
    remarks += (
        moved("status", line["status"])
        + moved("rag", line["rag"])
        + moved("outcome", line["outcome"])
        + moved("due", line["due"])
    )
    return action, (*remarks,)


def _text(line: Line, remarks: list[Remark], name: str) -> str:
    """A text as it stands, nothing for a dash; listed where it points elsewhere."""
    text = tidy(line[name])
    if points(text):
        remarks.append(Remark(name, text, "it points elsewhere; kept as it stands"))
    return "" if says_nothing(text) else text


def _when(line: Line, name: str) -> When:
    return read_when(line[name], line.days.get(name, ""))


def _first_day(when: When) -> str:
    """The first day that a time can mean, as a start; empty where none is certain."""
    return f"{when.on}-01-01"[: len("YYYY-MM-DD")] if when.on else ""


def _achieved(line: Line) -> str:
    """What was written of when it was achieved, a typed date as far as it is shown."""
    text = tidy(line["achieved"])
    return line.days.get("achieved", "") or ("" if says_nothing(text) else text)


def _review(line: Line, remarks: list[Remark]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The day of review, and the words of its cell where they say more than a day."""
    when = _when(line, "review")
    if when.why:
        remarks.append(Remark("review", when.phrase, when.why))
    return when.day, (((_heading(line, "review"), when.phrase),) if when.phrase else ())


def _owners(line: Line, options: Options, remarks: list[Remark]) -> tuple[str, ...]:
    """The owners of the milestone, then those of the action."""
    found: list[str] = []
    for name in ("milestone_owner", "owner"):
        names, doubts = owners_in(line[name], options.agencies, name)
        found += names
        remarks += doubts
    return tuple(dict.fromkeys(found))


def _number(line: Line) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The number of the lowest level, and those of other levels by their headings."""
    level = next((name for name in ("milestone", "action", "recommendation") if line[name]), "")
    own = line["number"] or line[_OWN_NUMBER.get(level, "number")]
    left = [(name, text) for name in _NUMBERS if (text := tidy(line[name])) and text != tidy(own)]
    left = [(name, text) for name, text in left if not _stands_in(text, line[name.removesuffix("_number")])]
    return _bare(own), tuple((_heading(line, name), text) for name, text in left)


def _bare(number: str) -> str:
    """A number without the marks that close it: `3` of `3.`, `iv` of `(iv)`."""
    bare = tidy(number).rstrip(" .:") if " (" in tidy(number) else tidy(number).rstrip(" .:)")
    return bare.lstrip("(") or tidy(number)


def _stands_in(number: str, text: str) -> bool:
    """Whether a number stands in a text (`3. Train all staff`), as one of its words."""
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", text) is not None


def _evidence(line: Line) -> Iterator[Update]:
    """What a plan says of evidence that is held, as history under its heading."""
    text = tidy(line["evidence"])
    if not says_nothing(text):
        yield Update(note=f"{_heading(line, 'evidence')}: {text}", history=True, row=line.row)


def _heading(line: Line, name: str) -> str:
    """How a field is headed, or its name in plain words."""
    plain = name.replace("_", " ").capitalize() if name in FIELDS else name
    return " ".join(line.headings.get(name, "").split()) or plain


def _pointing(line: Line) -> Iterator[Remark]:
    """What points elsewhere in the columns that nothing else is read of."""
    named = [(name, tidy(line[name])) for name in ("evidence", "source", "reference", *_NUMBERS)]
    for name, text in [*named, *((heading, tidy(said)) for heading, said in line.other)]:
        if points(text):
            yield Remark(name, text, "it points elsewhere; kept as it stands")


def _some(*texts: str) -> list[str]:
    return [text for text in texts if not says_nothing(text)]


def _unread(line: Line, remarks: Iterable[Remark]) -> Iterator[Unread]:
    """Remarks as they are listed, none twice."""
    for one in dict.fromkeys(remarks):
        yield Unread(line.sheet, line.row, _column(line, one), one.text, one.why)


def _column(line: Line, remark: Remark) -> str:
    """The column that a remark is about; of several columns of progress the one that says its text."""
    about = (note.heading for note in line.notes if remark.text.removesuffix("…") in tidy(note.text))
    own = next(about, "") if remark.field == "progress" else ""
    return own or _heading(line, remark.field)
