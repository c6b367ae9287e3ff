"""What a pack says first, as sentences made from the figures: whose answers they are, and how they stand."""

from collections import Counter
from collections.abc import Iterator, Mapping

from audit.actions.rag import overdue
from audit.actions.words import State
from audit.dates import in_words, said
from audit.packs.asking import Asks
from audit.packs.gaps import ASKED, NONE, OLD, gaps
from audit.packs.pack import Pack
from audit.packs.spread import UNANSWERED, how_met
from audit.rounds import Progress
from audit.scoring.movement_pairs import Way
from audit.scoring.partnership import Met, Row
from audit.scoring.score import printed
from audit.wording import listed, plural, some

SAME = "which were brought forward"  # how another round was found
LATEST = "its latest self-assessment"
AWAY: Mapping[str, str] = {Progress.DECLINED: "declined to answer", Progress.LEFT: "left without answering"}


def warnings(pack: Pack) -> Iterator[str]:
    """What must be known before anything is read: that it is silent, a draft, or that others answered."""
    row, name = pack.row, pack.agency.name
    if pack.silent:
        yield _silence(pack)
    if row is None:
        alone = ", so this pack holds its actions alone" if pack.open else ""
        yield f"Nothing that {name} has answered is known here{alone}."
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
    why = f" ({line.expected.reason.rstrip('.')})" if line and line.expected.reason else ""
    did = AWAY.get(line.progress if line else "", "has answered nothing in")
    text = f"NO RETURN. {name} {did} {pack.occasion.name}{why}."
    return f"{text} What stands here is of {pack.round.name}." if pack.row else text


def sentences(pack: Pack, found: Asks) -> Iterator[str]:
    """What there is to know, in the order of what a panel needs first; then how much there is to ask."""
    if pack.row:
        yield from _whose(pack, pack.row)
        yield from _standing(pack, pack.row)
        yield from _panel(pack.row)
        yield from _changed(pack)
        yield from _evidence(pack, pack.row)
    yield _actions(pack)
    more = f", the most pressing of {len(found.chosen) + found.more}" if found.more else ""
    if not found.chosen:
        yield "There is nothing to ask."
        return
    is_ = "is" if len(found.chosen) == 1 else "are"
    yield f"There {is_} {plural(len(found.chosen), 'question')} to ask{more}."


def _whose(pack: Pack, row: Row) -> Iterator[str]:
    template, period = pack.results.template, f", {pack.round.period}" if pack.round.period else ""
    if pack.round.name != pack.occasion.name:
        how = f", {pack.how}" if pack.how else ""
        yield f"The answers are those of {pack.round.name} ({template.title}{period}){how}."
    signed = row.response.signed if row.response else None
    if signed:
        who = listed([f"{one.name} ({one.role})" for one in (signed, signed.second) if one])
        before = f", and put before its own board on {said(signed.presented)}" if signed.presented else ""
        yield f"They were signed by {who} on {said(signed.on)}{before}."
    if row.members and pack.parent:  # a member reads of no other one
        yield f"They stand for {plural(len(row.members), 'member')}."
    elif row.members:
        yield f"They also stand for {plural(len(row.members), 'member')}: {some(row.members, 30)}."


def _standing(pack: Pack, row: Row) -> Iterator[str]:
    words = Counter(how_met(row, standard) for standard in pack.results.template.standards)
    fully, part, not_ = (words[word] for word in (Met.FULLY, Met.IN_PART, Met.NOT))
    blank = f", and {words[UNANSWERED]} not answered yet" if words[UNANSWERED] else ""
    if applies := fully + part + not_ + words[UNANSWERED]:
        verb = "is" if fully == 1 else "are"
        yield f"Of {plural(applies, 'standard')} {fully} {verb} fully met, {part} in part, {not_} not{blank}."
    overall = row.scored.overall if row.scored else None
    if overall and overall.band:
        score = printed(overall.value, pack.results.template.bands)
        top = pack.results.template.bands[0].name
        limited = some(overall.limited_by)
        end = f"; critical answers keep it out of {top}: {limited}" if limited else ""
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
    _, top = row.evidenced
    rest = "answer or standard rests" if kinds[OLD] == 1 else "answers or standards rest"
    old = f"; {kinds[OLD]} {rest} on evidence older than the limit" if kinds[OLD] else ""
    asked = f"; the panel waits for evidence on {kinds[ASKED]}" if kinds[ASKED] else ""
    if top or old or asked:
        has = "has" if kinds[NONE] == 1 else "have"
        yield f"{kinds[NONE]} of {plural(top, 'top grade')} {has} no evidence behind them{old}{asked}."


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
