"""What a workspace knows of the rounds and samples that a programme speaks of."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from audit.cli.desk import Desk

if TYPE_CHECKING:
    from audit.actions.followed import Followed
    from audit.programme.entry import Programme
    from audit.programme.facts import Facts, RoundFact, SampleFact
    from audit.store.cases import CaseBook


def facts_of(desk: Desk, programme: "Programme", actions: "Sequence[Followed]") -> "Facts":
    """The rounds that a programme or an action names, those over the same cases, and their samples."""
    from audit.programme.facts import Facts
    from audit.store.cases import CaseBook

    book = CaseBook(desk.store)
    lines = {one.name.casefold(): one.name for one in desk.store.rounds()}
    wanted = [*programme.rounds, *(one.action.evidence_round for one in actions)]
    names = dict.fromkeys(lines[name.casefold()] for name in wanted if name.casefold() in lines)
    found = {name: round_fact(desk, book, name) for name in names}
    samples: dict[str, SampleFact] = {}
    if programme.follow_ups:
        samples = _samples(desk)
        bases = [found[lines[one.of.casefold()]].sample if one.of.casefold() in lines else one.of.upper()
                 for one in programme.follow_ups]  # fmt: skip
        for name in _over(book, samples, bases):
            found.setdefault(name, round_fact(desk, book, name))
    return Facts(tuple(found.values()), samples, tuple(lines.values()))


def _over(book: "CaseBook", samples: "dict[str, SampleFact]", bases: Iterable[str]) -> list[str]:
    """The names of the rounds over some samples, or over others that hold cases of them."""
    from audit.programme.facts import related

    known = (samples[name] for name in bases if name in samples)
    wanted = dict.fromkeys(name for one in known for name in related(one, samples))
    return [name for sample in wanted for name in book.rounds_over(sample)]


def _samples(desk: Desk) -> "dict[str, SampleFact]":
    from audit.sampling.standing import standing
    from audit.store.ledger import Ledger

    acts, kept = Ledger(desk.store).whole()
    return {name: _sample(standing(certificate, acts)) for name, certificate in kept.items()}


def _sample(found: Any) -> "SampleFact":
    from audit.programme.facts import SampleFact

    certificate = found.certificate
    at = next(act["at"] for act in certificate["acts"] if act["act"] == "draw")
    return SampleFact(
        found.id,
        date.fromisoformat(at[:10]),
        str(certificate["seed"]),
        frozenset(entry.unit for entry in found.current),
        str(certificate["design"].get("extends") or ""),
        found.discarded,
    )


def round_fact(desk: Desk, book: "CaseBook", name: str) -> "RoundFact":
    """A round as plain values, with how far it is today."""
    from audit.programme.facts import RoundFact

    found = desk.store.round(name)
    cases = found.template.subject != "agency"
    case_round = book.round(name) if cases else None
    return RoundFact(
        found.name,
        date.fromisoformat(found.opened[:10]),
        found.due,
        date.fromisoformat(found.closed[:10]) if found.closed else None,
        _read(case_round, desk.today) if case_round else _returned(desk, found),
        found.template.ref,
        case_round.plan.sample if case_round else "",
    )


def _returned(desk: Desk, found: Any) -> str:
    from audit.rounds import Progress, returns

    lines = returns(found, desk.store.responses(found.name), desk.today)
    expected = [one for one in lines if one.progress is not Progress.LEFT]
    signed = sum(one.progress is Progress.SIGNED for one in expected)
    return f"{signed} of {len(expected)} {found.template.running.done}"


def _read(found: Any, today: date) -> str:
    from audit.cases.plan import number
    from audit.cases.progress import readings, unread

    lines = readings(found, today)
    if found.word == "reply":
        return f"{number(len({one.ref for one in lines if one.response}), 'reply')} came"
    left = len(unread(found, lines))
    return f"{len(found.usable) - left} of {number(len(found.usable), found.word)} read"
