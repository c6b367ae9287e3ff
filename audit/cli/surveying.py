"""Taking the replies of a survey: each makes a subject of its own, known again by its key."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.cases.case_round import CaseRound
from audit.cases.replies import Replies, key_of
from audit.cli.desk import Desk
from audit.cli.files_in import digest_of
from audit.cli.readings import book_of
from audit.cli.taking import Concerned, raise_concerns
from audit.errors import AuditError, FileError, OvertakenError, Problem, StateError, gathered
from audit.responses.given import Given, take_given
from audit.responses.response import Answer, Response
from audit.rounds import find_agency
from audit.store.inbox import Received

if TYPE_CHECKING:
    from audit.responses.interview import Interview
    from audit.store.marks import Mark
    from audit.store.store import Change

TIMES = 5  # tries to take replies into a round in which others write


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: what it is known by, the code of its agency, its answers."""

    key: str
    agency: str
    answers: Mapping[str, Answer]
    given: Given


@dataclass
class Surveying:
    """The replies of a table being taken into a round."""

    desk: Desk
    file: str
    found: CaseRound
    replies: Replies
    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    before: int = 0
    seen: "Mark | None" = None
    _interviews: "dict[str, Interview]" = field(default_factory=dict)

    def take(self) -> Mapping[str, str]:
        """Take all replies, or none; gives the references by key. FileError with every problem."""
        replies = self._read()
        if self.problems:
            raise FileError(self.file, gathered(self.problems))
        new = [(one.key, one.agency) for one in replies]
        stamp = self.desk.stamp()

        def _changes(refs: Mapping[str, str]) -> "list[Change]":
            found = [(self._response(refs[one.key], one), one) for one in replies]
            changes = [(response, self._changed(response, one), stamp) for response, one in found]
            return [change for change in changes if change[1]]

        came = Received(
            digest_of(Path(self.file)),
            self.file.encode("utf-8", "replace").decode("utf-8"),
            "replies",
            self.found.round.name,
            "",
            stamp.at,
            stamp.by,
            {"replies": len(replies)},
        )
        refs = book_of(self.desk).take_in(self.found.round.name, new, _changes, stamp, came, self.seen)
        concerns = [
            Concerned(refs[one.key], one.agency, name, text, self.desk.by)
            for one in replies
            for name, text in one.given.concerns
        ]
        raise_concerns(self.desk, self.found.round.name, concerns)
        return refs

    def _read(self) -> list[Reply]:
        seen: Counter[str] = Counter()
        found = []
        for given in self.replies.given:
            try:
                agency = self._agency(given)
            except AuditError as error:
                self.problems.append(given.wrong("agency", str(error)))
                continue
            taken = take_given(self._interview(agency), given)
            self.problems += taken.problems
            self.left_out.update(taken.left_out)
            respondent = given.cells.get("respondent", "")
            key = key_of(self.found.round.name, respondent, agency, taken.answers, seen)
            found.append(Reply(key, agency, taken.answers, given))
        return found

    def _agency(self, given: Given) -> str:
        """The code of the agency that a reply names; empty where it names none."""
        word = given.cells.get("agency", "")
        return find_agency(tuple(self.found.agencies.values()), word).code if word else ""

    def _interview(self, agency: str) -> "Interview":
        if agency not in self._interviews:
            response = Response(self.found.round.name, agency, "")
            self._interviews[agency] = self.found.interview(response, self.desk.today)
        return self._interviews[agency]

    def _response(self, ref: str, reply: Reply) -> Response:
        subject = self.found.by_ref.get(ref)
        if subject and subject.agency != reply.agency:
            names = [self._name(code) for code in (subject.agency, reply.agency)]
            raise StateError(
                f"{self.file}, {reply.given.places.get('agency', reply.given.row)}: this reply ({ref}) was "
                f"of {names[0]} when it was collected, not of {names[1]}; put its agency back as it was."
            )
        known = self.found.readings.get((ref, reply.agency, 1))
        return known or Response(self.found.round.name, reply.agency, ref)

    def _name(self, code: str) -> str:
        return self.found.agencies[code].name if code in self.found.agencies else "no agency"

    def _changed(self, response: Response, reply: Reply) -> dict[str, Answer]:
        """The answers that differ from those before; what a respondent has cleared is answered no more."""
        subject = self.found.by_ref.get(response.subject)
        if subject is None:
            return dict(reply.answers)
        said = {name: reply.answers.get(name, Answer()).value for name in self.replies.asked}
        old = {name: response.answers.get(name, Answer()) for name in said}
        changed = {
            name: replace(old[name], value=said[name]) for name in said if old[name].value != said[name]
        }
        changed = changed if subject.usable else {}
        self.changed += bool(changed)
        self.before += not changed
        return changed


def take_replies(
    desk: Desk, path: Path, found: CaseRound, replies: Replies, seen: "Mark | None" = None
) -> str:
    """Take the replies of a survey, all or none; sentences on what came of it.

    `seen` is how far the round had come before it was read; where more was written in it since, it is read
    again.
    """
    if found.round.closed:
        raise StateError(f"{path}: the round {found.round.name!r} is closed.")
    if not replies.given:
        raise FileError(str(path), [Problem("", "it holds headings and no replies.")])
    surveying, refs = _taken(desk, path, found, replies, seen)
    found = surveying.found
    new = [ref for ref in dict.fromkeys(refs.values()) if ref not in found.by_ref]
    span = f" ({new[0]} to {new[-1]})" if len(new) > 1 else f" ({new[0]})" if new else ""
    counts = f"{len(new)} new in {found.round.name!r}{span}, {surveying.changed} changed"
    return " ".join((f"{path}: {counts}, {surveying.before} as before.", *_notes(surveying, len(new))))


def _taken(
    desk: Desk, path: Path, found: CaseRound, replies: Replies, seen: "Mark | None"
) -> tuple[Surveying, Mapping[str, str]]:
    """The replies taken on the round as it stood then, and the references by key."""
    surveying = Surveying(desk, str(path), found, replies, seen=seen)
    for _ in range(TIMES):
        try:
            return surveying, surveying.take()
        except OvertakenError:
            mark = book_of(desk).mark(found.round.name)
            now = book_of(desk).round(found.round.name)
            surveying = Surveying(desk, str(path), now, replies, seen=mark)
    return surveying, surveying.take()


def _notes(surveying: Surveying, new: int) -> Iterator[str]:
    """What a person should know beside the counts."""
    replies, earlier = surveying.replies, len(surveying.found.subjects)
    known = surveying.changed + surveying.before
    if replies.blank:
        yield f"Rows without an answer, left out: {replies.blank}."
    if surveying.left_out:
        names = ", ".join(f"{name} ({count})" for name, count in surveying.left_out.items())
        yield f"Not asked of these agencies, so left out: {names}."
    if replies.by_respondent:
        yield "What stands under 'respondent' is not kept, only a digest that knows it again."
    if new and earlier and not known:
        yield (
            f"None of the {earlier} replies collected before is in this file: if it holds the same people "
            "exported anew, they now count twice."
        )
    elif known < earlier and known and not replies.by_respondent:
        yield (
            "Not all that was collected before is in this file. Without a column 'respondent' a reply with "
            "the same answers as one before is taken for that one, so collect the whole export each time."
        )
