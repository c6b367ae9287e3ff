"""What is kept of rounds about cases: plan, subjects, panel's grades, concerns, what was handed out."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from audit.cases.allotment import assignments
from audit.cases.case_round import CaseRound, Stop
from audit.cases.concern import Concern
from audit.cases.panel import PanelGrade
from audit.cases.plan import PREFIXES, Plan, plan_from
from audit.cases.subject import Subject, drawn_subjects, next_reference
from audit.errors import StateError
from audit.rounds import Round, Standing
from audit.sampling.carried import Carried
from audit.sampling.purged import is_purged
from audit.sampling.standing import Standing as Sample
from audit.store.inbox import Received, record
from audit.store.ledger import sample_now
from audit.store.marks import Mark, check_mark, mark
from audit.store.overtaken import Seen, by_whom, check_panel, panel_from, refuse
from audit.store.rows import Stamp, add, as_text, closed_at, panel_rows, undamaged
from audit.store.store import AGENCIES, Change, Store
from audit.store.tables import (
    CARRIED,
    CONCERN,
    CONCERN_ACT,
    PANEL,
    PLAN,
    ROUND,
    ROUND_ACT,
    ROUND_LOG,
    SUBJECT,
)

ADDED, UNUSABLE = "add", "unusable"
STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Logged:
    """An act about a round that is no answer: what, when, by whom, and what it says."""

    act: str
    at: str
    by: str
    content: Mapping[str, Any]


class CaseBook:
    """What a store knows of rounds about cases."""

    def __init__(self, store: Store) -> None:
        """Look at a store's rounds."""
        self.store = store

    # --- opening and reading ------------------------------------------------------------------------

    def open_round(self, round_: Round, plan: Plan, stamp: Stamp) -> CaseRound:
        """Keep a new round with its plan, both or none; StateError where the plan cannot be carried out."""
        sample = self.sample(plan.sample) if plan.sample else None
        found = self._built(round_, plan, sample, ())
        with self.store.writing() as connection:
            if sample:
                _not_discarded(sample_now(connection, sample.id))
            keep_plan(connection, self.store.add_round(connection, round_, stamp), plan, stamp)
        return found

    def go_on(self, name: str, sample: str, stamp: Stamp) -> CaseRound:
        """Let a round go on with a bigger sample that extends its own; references and answers stay.

        StateError where the sample extends another, was thrown away, or the round is closed.
        """
        found, bigger = self.round(name), self.sample(sample)
        if not found.plan.sample or bigger.certificate["design"].get("extends") != found.plan.sample:
            own = found.plan.sample or "no sample"
            raise StateError(
                f"{bigger.id} does not extend the sample of {found.round.name!r} ({own}); draw one that "
                "does: 'audit sample draw … --extends ID --size M'."
            )
        _not_discarded(bigger)
        plan = replace(found.plan, sample=bigger.id)
        self._built(found.round, plan, bigger, ())  # so that nobody is left without a reader
        with self.store.writing() as connection:
            row = self._open_row(connection, name)
            _not_discarded(sample_now(connection, bigger.id))
            if (now := _plan(connection, row.seq)) != found.plan:
                refuse([f"{found.round.name!r} goes on with {now.sample}"])
            keep_plan(connection, row.seq, plan, stamp)
        return self.round(name)

    def rounds_over(self, sample: str) -> list[str]:
        """The names of the rounds about the cases of a sample, in the order of opening."""
        with self.store.reading() as connection, undamaged():
            return [name for (_, name), plan in plans_in(connection).items() if plan.sample == sample]

    def sample(self, name: str) -> Sample:
        """A sample as it stands today; UnknownError with the nearest id."""
        with self.store.reading() as connection:
            return sample_now(connection, name)

    def round(self, name: str) -> CaseRound:
        """A round about cases as it stands; StateError where the round is about agencies."""
        round_ = self.store.round(name)
        if round_.template.subject == AGENCIES:
            raise StateError(f"The round {round_.name!r} is about agencies, not about cases.")
        with self.store.reading() as connection, undamaged():
            number = self.store.round_row(connection, name).seq
            plan = _plan(connection, number)
            lines = connection.execute(_of_round(SUBJECT, number)).all()
            panel = {
                (line.subject, line.question): panel_from(line)
                for line in connection.execute(_of_round(PANEL, number))
            }
        sample = self.sample(plan.sample) if plan.sample else None
        return replace(
            self._built(round_, plan, sample, lines),
            responses=self.store.responses(name),
            panel={key: one for key, one in panel.items() if one.grade},
            concerns=tuple(one for one in self.concerns() if one.round == round_.name),
            stop=self._stop(round_),
        )

    def subjects(self, name: str) -> tuple[Subject, ...]:
        """The subjects of a round as they stand, without its template; none in a round about agencies."""
        with self.store.reading() as connection, undamaged():
            number = self.store.round_row(connection, name).seq
            plan = _plan(connection, number)
            lines = connection.execute(_of_round(SUBJECT, number)).all()
        drawn = drawn_subjects(self.sample(plan.sample), plan.double, plan.twice) if plan.sample else ()
        return _with_lines(drawn, lines)

    def _stop(self, round_: Round) -> Stop | None:
        """The verdict that a closed round was stopped on."""
        acts = [one for one in self.logged(round_.name) if one.act == STOPPED] if round_.closed else []
        if not acts or acts[-1].at != round_.closed:  # opened again since, and closed for another reason
            return None
        return Stop(acts[-1].content["target"], acts[-1].content["confidence"])

    def mark(self, name: str) -> Mark:
        """How far a round has come, to see whether anything was written in it since."""
        with self.store.reading() as connection:
            return mark(connection, self.store.round_row(connection, name).seq)

    def close_on(self, name: str, stop: Stop, stamp: Stamp, seen: Mark | None = None) -> None:
        """Close a round that was stopped on a verdict, both or nothing; StateError where it is closed.

        `seen` is how far it had come when the verdict was worked out: OvertakenError where more came since.
        """
        with self.store.writing() as connection:
            row = self._open_row(connection, name)
            check_mark(connection, row.seq, row.name, seen)
            line = {"round": row.seq, "act": STOPPED, "block": as_text(asdict(stop))}
            add(connection, ROUND_LOG, [{**line, **asdict(stamp)}])
            add(connection, ROUND_ACT, [{"round": row.seq, "act": "close", **asdict(stamp)}])

    def _built(
        self, round_: Round, plan: Plan, sample: Sample | None, lines: Sequence[Row[Any]]
    ) -> CaseRound:
        subjects = drawn_subjects(sample, plan.double, plan.twice) if sample else ()
        subjects = _with_lines(subjects, lines)
        codes = [one.agency.code for one in round_.expected if one.standing is Standing.EXPECTED]
        seed = str(sample.certificate["seed"]) if sample else ""
        carried = self.carried(sample) if sample and plan.auditors else None
        readings = () if not sample else assignments(plan, subjects, codes, seed=seed, carried=carried)
        return CaseRound(round_, plan, sample, subjects, readings)

    def carried(self, sample: Sample | None) -> Carried:
        """What the register said of a sample's cases and reserves in carried columns."""
        if sample is None:
            return Carried()
        with self.store.reading() as connection, undamaged():
            lines = connection.execute(select(CARRIED).where(CARRIED.c.sample == sample.id)).all()
            marks = {line.unit: frozenset(json.loads(line.block)) for line in lines}
        return Carried(str(sample.certificate["digest"]), marks)

    # --- subjects -----------------------------------------------------------------------------------

    def add_subjects(self, name: str, new: Sequence[tuple[str, str]], stamp: Stamp) -> dict[str, str]:
        """Make subjects known by keys (and of an agency, or ''), unless they are; gives references by key.

        An empty key makes a subject of its own each time, under ''. StateError where the round is closed,
        or its cases come from a sample.
        """
        with self.store.writing() as connection:
            return self._made(connection, name, new, stamp)

    def take_in(
        self,
        name: str,
        new: Sequence[tuple[str, str]],
        changes: Callable[[Mapping[str, str]], Sequence[Change]],
        stamp: Stamp,
        came: Received | None = None,
        seen: Mark | None = None,
    ) -> dict[str, str]:
        """Make subjects known as `add_subjects` does and add answers about them, all or none.

        `changes` gives the answers, from the references by key; `came` is the file that they came in, `seen`
        how far the round had come when it was read: OvertakenError where more was written since.
        """
        with self.store.writing() as connection:
            check_mark(connection, self.store.round_row(connection, name).seq, name, seen)
            found = self._made(connection, name, new, stamp)
            self.store.add_answers(connection, changes(found))
            if came:
                record(connection, self.store.round_row(connection, name).seq, came)
        return found

    def _made(
        self, connection: Connection, name: str, new: Sequence[tuple[str, str]], stamp: Stamp
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        row = self._open_row(connection, name)
        if _plan(connection, row.seq).sample:
            raise StateError(f"The cases of {row.name!r} were drawn; none can be added by hand.")
        prefix = PREFIXES[json.loads(row.definition)["template"]["subject"].strip().casefold()]
        lines = connection.execute(_of_round(SUBJECT, row.seq)).all()
        known = {line.key: line.reference for line in lines if line.act == ADDED and line.key}
        taken = [line.reference for line in lines if line.act == ADDED]
        rows = []
        for key, agency in new:
            if key and (key in known or key in found):
                found[key] = known.get(key) or found[key]
                continue
            found[key] = next_reference(prefix, taken[-1:])
            taken.append(found[key])
            act = {"act": ADDED, "key": key, "agency": agency, "reason": ""}
            rows.append({"round": row.seq, "reference": found[key], **act, **asdict(stamp)})
        add(connection, SUBJECT, rows)
        return found

    def strike(self, name: str, refs: Iterable[str], reason: str, stamp: Stamp) -> None:
        """Take subjects out of a round as unusable, without others in their place."""
        with self.store.writing() as connection:
            row, refs = self._open_row(connection, name), tuple(refs)
            lines = [one for one in connection.execute(_of_round(SUBJECT, row.seq)) if one.act == UNUSABLE]
            refuse(
                f"{one.reference} was taken out: {one.reason} ({by_whom(one)})"
                for one in lines
                if one.reference in refs
            )
            head = {"round": row.seq, "act": UNUSABLE, "key": "", "agency": "", "reason": reason}
            add(connection, SUBJECT, [{**head, "reference": ref, **asdict(stamp)} for ref in refs])

    def _open_row(self, connection: Connection, name: str) -> Row[Any]:
        row = self.store.round_row(connection, name)
        if closed_at(connection, row.seq):
            raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
        return row

    # --- the panel ------------------------------------------------------------------------------------

    def moderate(
        self, name: str, grades: Sequence[PanelGrade], stamp: Stamp, seen: Seen | None = None
    ) -> None:
        """Keep what the panel agreed, all or none; StateError where the round is closed.

        `seen` is what the panel had before it: OvertakenError where somebody changed that since.
        """
        with self.store.writing() as connection:
            row = self._open_row(connection, name)
            check_panel(connection, row.seq, grades, seen or {})
            add(connection, PANEL, panel_rows(row.seq, grades, stamp))

    # --- concerns -------------------------------------------------------------------------------------

    def raise_concern(
        self, name: str, subject: str, question: str, text: str, stamp: Stamp, *, agency: str = ""
    ) -> bool:
        """Keep a concern that a file raises, in an open round or a closed one; whether it is new.

        The same words by the same agency about the same question are the same concern, so that a file may
        be taken in twice.
        """
        with self.store.writing() as connection:
            row = self.store.round_row(connection, name)
            line = {"round": row.seq, "subject": subject, "question": question, "text": text}
            line["agency"] = agency
            same = select(CONCERN.c.seq).where(*(CONCERN.c[key] == value for key, value in line.items()))
            if connection.execute(same).first():
                return False
            add(connection, CONCERN, [{**line, **asdict(stamp)}])
        return True

    def begin_concern(
        self, name: str, subject: str, question: str, text: str, stamp: Stamp, *, agency: str = ""
    ) -> int:
        """Keep a concern that somebody raises now, always a new one; gives its number."""
        with self.store.writing() as connection:
            row = self.store.round_row(connection, name)
            line = {"round": row.seq, "subject": subject, "question": question, "text": text}
            line |= {"agency": agency, **asdict(stamp)}
            key = connection.execute(insert(CONCERN).values(**line)).inserted_primary_key
        return int(key[0]) if key else 0

    def add_words(self, number: int, text: str, stamp: Stamp) -> None:
        """Keep what was said about a concern after it was raised."""
        row = {"concern": number, "text": text, "told": "", "outcome": "", **asdict(stamp)}
        with self.store.writing() as connection:
            add(connection, CONCERN_ACT, [row])

    def update_concern(self, concern: Concern, told: str, outcome: str, stamp: Stamp) -> None:
        """Keep whom one told, or what came of it; what is empty stays as it was said before.

        OvertakenError where somebody has said the same part otherwise since the concern was looked at.
        """
        row = {"concern": concern.number, "text": "", "told": told, "outcome": outcome, **asdict(stamp)}
        query = select(CONCERN_ACT).where(CONCERN_ACT.c.concern == concern.number).order_by(CONCERN_ACT.c.seq)
        with self.store.writing() as connection:
            lines = connection.execute(query).all()
            for part in ("told", "outcome"):
                last = next((one for one in reversed(lines) if getattr(one, part)), None)
                now = getattr(last, part, "")
                if row[part] and now not in {getattr(concern, part), row[part]}:
                    refuse([f"the {part} of concern {concern.number} was said: {now} ({by_whom(last)})"])
            add(connection, CONCERN_ACT, [row])

    def concerns(self) -> tuple[Concern, ...]:
        """Every concern of every round as it stands, in the order in which they were raised."""
        with self.store.reading() as connection:
            names = {line.seq: line.name for line in connection.execute(select(ROUND.c.seq, ROUND.c.name))}
            raised = connection.execute(select(CONCERN).order_by(CONCERN.c.seq)).all()
            acts = connection.execute(select(CONCERN_ACT).order_by(CONCERN_ACT.c.seq)).all()
        return tuple(
            _concern(line, names[line.round], [act for act in acts if act.concern == line.seq])
            for line in raised
        )

    # --- what was handed out, and how a round ended -----------------------------------------------------

    def log(self, name: str, act: str, content: Mapping[str, Any], stamp: Stamp) -> None:
        """Keep an act about a round that is no answer."""
        with self.store.writing() as connection:
            row = self.store.round_row(connection, name)
            line = {"round": row.seq, "act": act, "block": as_text(dict(content))}
            add(connection, ROUND_LOG, [{**line, **asdict(stamp)}])

    def logged(self, name: str) -> tuple[Logged, ...]:
        """The acts about a round that are no answers, in order."""
        with self.store.reading() as connection, undamaged():
            row = self.store.round_row(connection, name)
            lines = connection.execute(_of_round(ROUND_LOG, row.seq)).all()
            return tuple(Logged(line.act, line.at, line.by, json.loads(line.block)) for line in lines)


def _of_round(table: Any, number: int) -> Any:
    return select(table).where(table.c.round == number).order_by(table.c.seq)


def _not_discarded(sample: Sample) -> None:
    """StateError where a sample was thrown away, or its ids were, so that nobody finds the files."""
    if sample.discarded:
        raise StateError(f"{sample.id} was thrown away ({sample.discarded}); draw another sample.")
    if is_purged(sample.certificate):
        raise StateError(f"The ids of {sample.id} were purged; draw another sample.")


def keep_plan(connection: Connection, number: int, plan: Plan, stamp: Stamp) -> None:
    """Keep the plan of a round by its number, in a transaction under way; the latest counts."""
    add(connection, PLAN, [{"round": number, "block": as_text(plan.block()), **asdict(stamp)}])


def plans_in(connection: Connection) -> dict[tuple[int, str], Plan]:
    """The plans of rounds about cases by number and name, in the order of opening; the latest counts."""
    query = select(ROUND.c.seq, ROUND.c.name, PLAN.c.block).join(PLAN, PLAN.c.round == ROUND.c.seq)
    lines = connection.execute(query.order_by(ROUND.c.seq, PLAN.c.seq)).all()
    return {(line.seq, line.name): plan_from(json.loads(line.block)) for line in lines}


def _plan(connection: Connection, number: int) -> Plan:
    lines = connection.execute(_of_round(PLAN, number)).all()
    return plan_from(json.loads(lines[-1].block)) if lines else Plan()


def _with_lines(subjects: Sequence[Subject], lines: Sequence[Row[Any]]) -> tuple[Subject, ...]:
    """The drawn subjects with those added by hand, and without those found unusable.

    One that was unusable first and replaced from its sample since is replaced, and nothing is lost.
    """
    found = {subject.ref: subject for subject in subjects}
    for line in lines:
        if line.act == ADDED:
            found[line.reference] = Subject(line.reference, place=len(found) + 1, agency=line.agency)
        elif line.reference in found and not found[line.reference].struck:
            found[line.reference] = replace(found[line.reference], unusable=line.reason)
    return tuple(found.values())


def _concern(line: Row[Any], name: str, acts: Sequence[Row[Any]]) -> Concern:
    text = next((act.text for act in reversed(acts) if act.text), line.text)
    told = next((act.told for act in reversed(acts) if act.told), "")
    outcome = next((act.outcome for act in reversed(acts) if act.outcome), "")
    since = next((act.at for act in reversed(acts) if act.told or act.outcome), "")
    said = (line.subject, line.question, text, line.by, line.at)
    return Concern(line.seq, name, *said, told, outcome, since, line.agency)
