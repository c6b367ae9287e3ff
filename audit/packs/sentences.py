"""What a pack says first, as sentences made from the figures: whose answers they are, and how they stand."""

from collections import Counter
from collections.abc import Iterator

from audit.actions.rag import overdue
from audit.actions.words import State
from audit.dates import in_words, said
from audit.packs.asking import asks
from audit.packs.gaps import ASKED, NONE, OLD, gaps
from audit.packs.pack import Pack
from audit.rounds import Progress
from audit.scoring.messages import evidenced
from audit.scoring.movement_pairs import Way
from audit.scoring.partnership import Met, Row, met
from audit.scoring.score import printed
from audit.wording import listed, plural, some

SAME = "its answers were brought forward from there"  # how another round was found
LATEST = "its latest self-assessment"


def warnings(pack: Pack) -> Iterator[str]:
    """What must be known before anything is read: that it is silent, a draft, or that others answered."""
    line, row, name = pack.line, pack.row, pack.agency.name
    own = not pack.occasion.template.running.respondent
    if own and line and line.through is None and (row is None or pack.round.name != pack.occasion.name):
        yield _silence(pack)
    if row is None:
        yield f"Nothing that {name} has answered is known here, so this pack holds its actions alone."
        return
    if pack.parent:
        body = pack.parent.name
        yield f"{body} answers for {name}: every answer here is {body}'s, not its own."
    if not row.signed:
        percent = int(row.interview.completeness() * 100)
        yield (
            f"NOT SIGNED. These are the answers of a draft in {pack.round.name}, {percent} % complete on "
            f"{in_words(pack.today)}. They may change, and nobody has answered for them."
        )


def _silence(pack: Pack) -> str:
    line, name = pack.line, pack.agency.name
    why = f" ({line.expected.reason})" if line and line.expected.reason else ""
    state = line.progress if line else Progress.NOT_STARTED
    said_ = {Progress.DECLINED: "declined to answer", Progress.LEFT: "left, and did not answer"}
    text = f"NO RETURN. {name} {said_.get(state, 'has answered nothing in')} {pack.occasion.name}{why}."
    if state in said_:
        text = f"NO RETURN. {name} {said_[state]} {pack.occasion.name}{why}."
    return f"{text} What stands here is of {pack.round.name}." if pack.row else text


def sentences(pack: Pack) -> Iterator[str]:
    """What there is to know, in the order of what a panel needs first."""
    if pack.row:
        yield from _whose(pack, pack.row)
        yield from _standing(pack, pack.row)
        yield from _panel(pack.row)
        yield from _changed(pack)
        yield from _evidence(pack, pack.row)
    yield _actions(pack)
    found = asks(pack)
    more = f", the most pressing of {len(found.chosen) + found.more}" if found.more else ""
    is_ = "is" if len(found.chosen) == 1 else "are"
    yield f"There {is_} {plural(len(found.chosen), 'question')} to ask{more}."


def _whose(pack: Pack, row: Row) -> Iterator[str]:
    template, period = pack.results.template, f", {pack.round.period}" if pack.round.period else ""
    if pack.round.name != pack.occasion.name:
        how = f": {pack.how}" if pack.how else ""
        yield f"The answers are those of {pack.round.name} ({template.title}{period}){how}."
    signed = row.response.signed if row.response else None
    if signed:
        who = listed([f"{one.name} ({one.role})" for one in (signed, signed.second) if one])
        before = f", and put before its own board on {said(signed.presented)}" if signed.presented else ""
        yield f"They were signed by {who} on {said(signed.on)}{before}."
    if row.members:
        yield f"They also stand for {plural(len(row.members), 'member')}: {some(row.members, 30)}."


def _standing(pack: Pack, row: Row) -> Iterator[str]:
    words = Counter(met(row, standard) for standard in pack.results.template.standards)
    applies = words[Met.FULLY] + words[Met.IN_PART] + words[Met.NOT]
    if applies:
        yield (
            f"Of {plural(applies, 'standard')} {words[Met.FULLY]} "
            f"{'is' if words[Met.FULLY] == 1 else 'are'} fully met, {words[Met.IN_PART]} in part, "
            f"{words[Met.NOT]} not."
        )
    overall = row.scored.overall if row.scored else None
    if overall and overall.band:
        score = printed(overall.value, pack.results.template.bands)
        end = f", and can be no better because of {some(overall.limited_by)}" if overall.limited_by else ""
        provisional = " (provisional)" if row.provisional else ""
        yield f"Overall it stands in {overall.band.name}{provisional}, score {score}{end}."
    if overall and overall.unanswered:
        yield f"{overall.unanswered} of {plural(overall.owed, 'question')} owed are not answered in full."


def _panel(row: Row) -> Iterator[str]:
    share, found = row.interview.template.scale.share, [one for one in row.matters if one.counts]
    if found:
        ways: Counter[str] = Counter()
        for one in found:
            own, now = share(one.own), share(one.at_return)
            lower = own is not None and now is not None and now < own
            ways["lower" if lower else "changed" if one.changed else "as it was"] += 1
        rest = f", {ways['changed']} otherwise changed" if ways["changed"] else ""
        yield (
            f"A panel gave {plural(len(found), 'grade')}: {ways['lower']} lower than its own{rest}, "
            f"{ways['as it was']} the same."
        )


def _changed(pack: Pack) -> Iterator[str]:
    if pack.since is None:
        yield "No earlier round is known that it can be compared with."
    elif pack.moved is None:
        yield f"It answered nothing in {pack.since.round.name}, so nothing can be compared."
    else:
        up, down, same = (len(pack.went(way)) for way in (Way.UP, Way.DOWN, Way.SAME))
        yield (
            f"Since {pack.since.round.name} {plural(up, 'grade')} went up, {down} down, and {same} stayed; "
            f"{len(pack.confirmed)} were confirmed, not given anew."
        )


def _evidence(pack: Pack, row: Row) -> Iterator[str]:
    kinds = Counter(one.kind for one in gaps(pack))
    _, top = evidenced(row)
    old = f", {kinds[OLD]} answers rest on old evidence" if kinds[OLD] else ""
    asked = (
        f", and evidence is still to come of {kinds[ASKED]} that the panel asked about"
        if kinds[ASKED]
        else ""
    )
    yield f"{kinds[NONE]} of {plural(top, 'top grade')} have no evidence behind them{old}{asked}."


def _actions(pack: Pack) -> str:
    if not pack.followed:
        return f"{pack.agency.name} has no action in any plan here."
    late = sum(overdue(one, pack.today) for one in pack.open)
    verb = "is" if len(pack.open) == 1 else "are"
    complete = sum(one.state == State.REPORTED_COMPLETE for one in pack.open)
    return (
        f"{len(pack.open)} of its {plural(len(pack.followed), 'action')} {verb} open: {late} past the due "
        f"date, {complete} reported complete and not assured."
    )
