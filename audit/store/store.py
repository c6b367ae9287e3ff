"""Read and write what is kept. Every call that writes is one transaction, on the disk when it returns."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from audit.agencies import Agency
from audit.definitions import digest, nearest
from audit.errors import OvertakenError, StateError, StoreError, UnknownError
from audit.moderation import Moderated, moderation_of
from audit.responses.brought import Brought
from audit.responses.overtaken import Stood
from audit.responses.response import Answer, Response, Signature
from audit.rounds import Expected, Round
from audit.store.digests import SIGN, latest, signed_digest
from audit.store.overtaken import (
    Seen,
    answered_since,
    by_whom,
    check_answers,
    check_expected,
    check_moderated,
    refuse,
)
from audit.store.past_rows import refuse_past, standing_pasts
from audit.store.round_lines import RoundLine, round_line
from audit.store.rows import (
    Key,
    Stamp,
    acts_of,
    add,
    agencies_in,
    answers_of,
    as_text,
    brought_rows,
    brought_to,
    closed_at,
    expected_from,
    expected_row,
    key_of,
    members_joined,
    moderated_in,
    panel_rows,
    response_from,
    standing,
    undamaged,
)
from audit.store.tables import (
    AGENCY,
    ANSWER,
    BROUGHT,
    EXPECTED,
    PANEL,
    RESPONSE_ACT,
    ROUND,
    ROUND_ACT,
    ROUND_LOG,
)
from audit.store.transactions import Database
from audit.templates import Template, from_definition

AGENCIES = "agency"  # the subject of a round in which each agency answers about itself
FORWARD = "bring forward"  # the act of a round that took over earlier answers
Decide = Callable[[tuple[Agency, ...]], Sequence[Agency]]
Replaced = tuple[Agency | None, Agency]  # an agency before (None: it is new) and after a change
Change = tuple[Response, Mapping[str, Answer], Stamp]  # answers added to a response, and who writes them


class Store(Database):
    """What is kept of agencies, rounds and responses."""

    def __init__(self, url: str, *, lay: bool = True) -> None:
        """Open the store behind a URL, laying down its tables where there are none; else StoreError."""
        super().__init__(url, lay=lay)
        self._templates: dict[str, Template] = {}  # by their digests: several rounds may have the same

    # --- agencies ---------------------------------------------------------------------------------

    def agencies(self) -> tuple[Agency, ...]:
        """Every agency as it stands now, in the order in which they first came."""
        with self.reading() as connection:
            return tuple(agencies_in(connection).values())

    def save_agencies(self, agencies: Sequence[Agency], stamp: Stamp) -> int:
        """Keep agencies, new or changed; gives how many were either. One of the same code is replaced."""
        return len(self.change_agencies(lambda _: agencies, stamp))

    def change_agencies(self, decide: Decide, stamp: Stamp) -> tuple[Replaced, ...]:
        """Keep the agencies that `decide` makes of all as they stand; gives the new and changed ones.

        It is asked in the transaction, so that nobody changes another part of an agency in between. Each is
        given with what stood there before.
        """
        with self.writing() as connection:
            known = agencies_in(connection)
            changed = [one for one in decide(tuple(known.values())) if known.get(one.code) != one]
            rows = [{"code": one.code, "block": as_text(asdict(one)), **asdict(stamp)} for one in changed]
            add(connection, AGENCY, rows)
            return tuple((known.get(one.code), one) for one in changed)

    # --- rounds -----------------------------------------------------------------------------------

    def open_round(self, round_: Round, stamp: Stamp, source: str = "") -> None:
        """Keep a new round with its whole template; StateError where its name is taken.

        `source` names the round that its earlier answers were brought from.
        """
        with self.writing() as connection:
            self.open_in(connection, round_, stamp, source)

    def open_in(self, connection: Connection, round_: Round, stamp: Stamp, source: str) -> int:
        """Keep a new round and what is brought to it in a transaction under way; gives its number."""
        number = self.add_round(connection, round_, stamp)
        add(connection, BROUGHT, brought_rows(number, round_.brought, stamp))
        if source:
            line = {"round": number, "act": FORWARD, "block": as_text({"from": source})}
            add(connection, ROUND_LOG, [{**line, **asdict(stamp)}])
        return number

    def source_of(self, name: str) -> str:
        """The name of the round whose answers are brought forward to a round; empty where there is none."""
        with self.reading() as connection, undamaged():
            row = self.round_row(connection, name)
            query = select(ROUND_LOG.c.block).where(ROUND_LOG.c.round == row.seq, ROUND_LOG.c.act == FORWARD)
            kept = connection.execute(query).scalar()
            return str(json.loads(kept)["from"]) if kept else ""

    @staticmethod
    def add_round(connection: Connection, round_: Round, stamp: Stamp) -> int:
        """Add a new round in a transaction under way; gives its number."""
        template = round_.template
        row = {
            "name": round_.name,
            "folded": round_.name.casefold(),
            "period": round_.period,
            "due": round_.due.isoformat(),
            "digest": template.digest,
            "definition": as_text(template.definition),
        }
        taken = connection.execute(select(ROUND.c.seq).where(ROUND.c.folded == row["folded"])).first()
        if taken or row["folded"] in standing_pasts(connection):
            raise StateError(f"There is a round {round_.name!r} already; give this one another --name.")
        key = connection.execute(insert(ROUND).values(**row, **asdict(stamp))).inserted_primary_key
        number = int(key[0]) if key else 0
        add(connection, EXPECTED, [expected_row(number, expected, stamp) for expected in round_.expected])
        return number

    def rounds(self) -> tuple[RoundLine, ...]:
        """Every round, in the order of opening."""
        with self.reading() as connection, undamaged():
            rows = connection.execute(select(ROUND).order_by(ROUND.c.seq)).all()
            return tuple(round_line(connection, row) for row in rows)

    def round(self, name: str) -> Round:
        """A round by its name in any case; UnknownError with the nearest name."""
        with self.reading() as connection:
            known = agencies_in(connection)
            row = self.round_row(connection, name)
            lines = standing(connection, row.seq)
            closed = closed_at(connection, row.seq)
            with undamaged():
                definition, due = json.loads(row.definition), date.fromisoformat(row.due)
                own = definition["template"].get("subject", AGENCIES).casefold() == AGENCIES
                brought = brought_to(connection, row.seq) if own else {}
                moderated = moderated_in(connection, row.seq) if own else []
                members = members_joined(connection, row.seq) if own else ()
        with undamaged():
            expected = tuple(expected_from(known[code], line) for code, line in lines.items())
        if digest(definition) != row.digest:
            raise StoreError(
                f"The template kept with the round {row.name!r} was changed in the store after opening."
            )
        if row.digest not in self._templates:
            self._templates[row.digest] = from_definition(definition)
        head = (row.name, self._templates[row.digest], due, expected, row.period, row.at, closed)
        return Round(*head, brought=brought, moderation=moderation_of(moderated), members=members)

    def round_row(self, connection: Connection, name: str) -> Row[Any]:
        """The row of a round by its name in any case; UnknownError with the nearest name."""
        row = connection.execute(select(ROUND).where(ROUND.c.folded == name.strip().casefold())).first()
        if row is None:
            refuse_past(connection, name)
            names = [str(line) for line in connection.execute(select(ROUND.c.name)).scalars()]
            end = nearest(name, names) if names else "; open one with 'audit round open'."
            raise UnknownError(f"There is no round {name!r}{end}")
        return row

    def close_round(self, name: str, act: str, stamp: Stamp) -> None:
        """Close a round (`close`) or open it again (`reopen`); StateError where it is so already."""
        with self.writing() as connection:
            row = self.round_row(connection, name)
            closed = bool(closed_at(connection, row.seq))
            if closed == (act == "close"):
                raise StateError(f"The round {row.name!r} is {'closed' if closed else 'open'} already.")
            add(connection, ROUND_ACT, [{"round": row.seq, "act": act, **asdict(stamp)}])

    def expect(
        self,
        name: str,
        expected: Sequence[Expected],
        stamp: Stamp,
        brought: Mapping[str, Mapping[str, Brought]] | None = None,
        seen: Round | None = None,
    ) -> None:
        """Change what is expected of some agencies in a round, or add them to it with earlier answers.

        `seen` is the round as somebody looked at it: OvertakenError where these agencies were changed since.
        """
        with self.writing() as connection:
            row = self.round_row(connection, name)
            if closed_at(connection, row.seq):
                raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
            if seen:
                check_expected(connection, row.seq, expected, {one.agency.code: one for one in seen.expected})
            add(connection, EXPECTED, [expected_row(row.seq, one, stamp) for one in expected])
            add(connection, BROUGHT, brought_rows(row.seq, brought or {}, stamp))

    def bring(self, name: str, brought: Mapping[str, Mapping[str, Brought]], stamp: Stamp) -> None:
        """Keep what an earlier round says, by the code of the agency and the id of the question."""
        with self.writing() as connection:
            row = self.round_row(connection, name)
            add(connection, BROUGHT, brought_rows(row.seq, brought, stamp))

    def moderate(
        self, name: str, grades: Sequence[Moderated], stamp: Stamp, seen: Seen | None = None
    ) -> None:
        """Keep what a panel made of agencies' grades, all or none; one that names its moderator is theirs.

        StateError where the round is closed; a grade revised since its action was assured may come later.
        `seen` is what the panel had before it: OvertakenError where somebody changed that since.
        """
        with self.writing() as connection:
            row = self.round_row(connection, name)
            if closed_at(connection, row.seq) and not all(one.assured for one in grades):
                raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
            check_moderated(connection, row.seq, grades, seen or {})
            add(connection, PANEL, panel_rows(row.seq, grades, stamp))

    # --- responses --------------------------------------------------------------------------------

    def responses(self, name: str) -> tuple[Response, ...]:
        """Every response that a round has had an answer for, as it stands now."""
        with self.reading() as connection:
            row = self.round_row(connection, name)
            answers = connection.execute(answers_of(row.seq)).all()
            acts = connection.execute(acts_of(row.seq)).all()
        grouped: dict[Key, list[Row[Any]]] = {}
        for line in answers:
            grouped.setdefault(key_of(line), []).append(line)
        own: dict[Key, list[Row[Any]]] = {}
        for act in acts:
            own.setdefault(key_of(act), []).append(act)
        with undamaged():
            return tuple(
                response_from(row.name, key, lines, own.get(key, ())) for key, lines in grouped.items()
            )

    def response(self, name: str, agency: str, subject: str, reading: int = 1) -> Response:
        """One response as it stands now; an empty one where nothing was answered yet."""
        with self.reading() as connection:
            row = self.round_row(connection, name)
            key = (agency, subject, reading)
            answers = connection.execute(answers_of(row.seq, key)).all()
            acts = connection.execute(acts_of(row.seq, key)).all()
        with undamaged():
            return response_from(row.name, key, answers, acts)

    def save(self, response: Response, answers: Mapping[str, Answer], stamp: Stamp) -> None:
        """Add answers to a response as their writer saw it, all or none.

        StateError where it is signed or its round closed, AnsweredError where somebody else has answered
        one of these questions otherwise since.
        """
        self.save_all([(response, answers, stamp)])

    def save_all(self, changes: Sequence[Change]) -> None:
        """Add answers to many responses as their writers saw them, all or none; errors as `save`."""
        with self.writing() as connection:
            for response, answers, _ in changes:
                number, _ = self._open(connection, response)
                check_answers(connection, number, response, answers)
            self.add_answers(connection, changes)

    def answered_since(self, response: Response) -> tuple[Stood, ...]:
        """The answers to questions of a response that are other by now than somebody saw them."""
        with self.reading() as connection:
            row = self.round_row(connection, response.round)
            return tuple(answered_since(connection, row.seq, response))

    def add_answers(self, connection: Connection, changes: Sequence[Change]) -> None:
        """Add answers to many responses in a transaction under way, in which their writers looked."""
        rows = []
        for response, answers, stamp in changes:
            number, version = self._open(connection, response)
            head = {
                "round": number,
                "agency": response.agency,
                "subject": response.subject,
                "reading": response.reading,
                "version": version,
            }
            rows += [
                {**head, "question": name, "block": as_text(answer.block()), **asdict(stamp)}
                for name, answer in answers.items()
            ]
        add(connection, ANSWER, rows)

    def _open(self, connection: Connection, response: Response) -> tuple[int, int]:
        """The number of the round and the version that may be written now."""
        row = self.round_row(connection, response.round)
        if closed_at(connection, row.seq):
            raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
        acts = connection.execute(acts_of(row.seq, key_of(response))).all()
        if acts and acts[-1].act == SIGN:
            signed = f"This response was signed by {acts[-1].name} ({acts[-1].role})"
            raise StateError(f"{signed}; 'audit reopen' makes a new version.")
        return row.seq, 1 + sum(act.act == "reopen" for act in acts)

    def sign(self, response: Response, signature: Signature, stamp: Stamp) -> str:
        """Sign and lock a response as it stands; gives the digest of what was signed.

        OvertakenError where its answers are no longer those of the response as somebody looked at it.
        """
        seen = {name: answer.block() for name, answer in response.answers.items()}
        with self.writing() as connection:
            number, _ = self._open(connection, response)
            kept = latest(connection.execute(answers_of(number, key_of(response))).all())
            if kept != seen:
                since = ", ".join(map(str, answered_since(connection, number, response)))
                raise OvertakenError(
                    f"These answers have changed in the meantime: {since}; look at them again, then sign."
                )
            return self.add_signature(connection, response, signature, stamp)

    def add_signature(
        self, connection: Connection, response: Response, signature: Signature, stamp: Stamp
    ) -> str:
        """Sign a response as it stands in a transaction under way; gives the digest of what was signed."""
        number, version = self._open(connection, response)
        key = key_of(response)
        kept = latest(connection.execute(answers_of(number, key)).all())
        if not kept:
            raise StateError("There is nothing to sign: no question is answered yet.")
        row = self.round_row(connection, response.round)
        signed = signed_digest(row.name, row.digest, key, version, kept, signature)
        parts = {"name": signature.name, "role": signature.role, "day": signature.on, "reason": ""}
        parts |= {"block": as_text(signature.block())}
        self._act(connection, (number, response, version), SIGN, {**parts, "digest": signed}, stamp)
        return signed

    def reopen(self, response: Response, reason: str, stamp: Stamp) -> int:
        """Open a signed response again as a new version, the old one kept; gives the new version."""
        with self.writing() as connection:
            row = self.round_row(connection, response.round)
            if closed_at(connection, row.seq):
                raise StateError(f"The round {row.name!r} is closed; nothing was changed.")
            acts = connection.execute(acts_of(row.seq, key_of(response))).all()
            if not acts or acts[-1].act != SIGN:
                raise StateError("This response is not signed, so there is nothing to reopen.")
            if response.signed and acts[-1].version != response.version:
                again = f"it was opened again and signed anew by {acts[-1].name} ({acts[-1].role})"
                refuse([f"{again} as version {acts[-1].version} ({by_whom(acts[-1])})"])
            version: int = 2 + sum(act.act == "reopen" for act in acts)
            parts = {"name": "", "role": "", "day": "", "reason": reason, "digest": ""}
            self._act(connection, (row.seq, response, version), "reopen", parts, stamp)
        return version

    @staticmethod
    def _act(
        connection: Connection,
        key: tuple[int, Response, int],
        act: str,
        parts: Mapping[str, str],
        stamp: Stamp,
    ) -> None:
        number, response, version = key
        head: dict[str, Any] = {
            "round": number,
            "agency": response.agency,
            "subject": response.subject,
            "version": version,
        }
        head["reading"] = response.reading
        add(connection, RESPONSE_ACT, [{**head, "act": act, **parts, **asdict(stamp)}])
