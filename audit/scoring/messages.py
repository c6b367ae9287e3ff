"""The key messages of a round: sentences that the figures bear, in counts of agencies first."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from audit.dates import in_words
from audit.rounds import Progress, Return
from audit.scoring.challenge import Matter as Asked
from audit.scoring.drift import drift
from audit.scoring.listed import listed
from audit.scoring.lowest import lowest
from audit.scoring.membership import by_responses
from audit.scoring.membership import messages as membership_messages
from audit.scoring.partnership import Met, Results, Row, StandardFigures
from audit.scoring.verified import verified
from audit.summaries.choosing import ordered
from audit.summaries.message import Matter, Message
from audit.wording import MANY, plural, some

SEEN = "verified"  # the key of how many grades were verified lower than agencies' own
OUTSTANDING = frozenset({Progress.NOT_STARTED, Progress.STARTED, Progress.COMPLETE})
COUNTED = "Agencies are counted, not sampled, so no figure has a margin of error."
WEAKEST = 3  # standards that are told of at most
UNSIGNED = "No response is signed yet, so there are no figures on standards."


def messages(results: Results) -> tuple[Message, ...]:
    """The key messages, the most pressing first; no sentence that the figures do not bear."""
    parts = (
        *(_returns, membership_messages, _missing, _not_due, _owed, _critical, _lowest),
        *(_standards, _lists, _seen, _panel, _evidence, _all_top),
        *(_stale, _asked, _actions, _revised),
    )
    register = results.template.running.register
    found = (message for part in parts for message in part(results))
    return ordered(replace(one, sheet=register) if one.sheet == "Returns" else one for one in found)


def agencies(count: int) -> str:
    """`1 agency`, `3 agencies`."""
    return plural(count, "agency", "agencies")


def _returns(results: Results) -> Iterator[Message]:
    verb = "has" if results.returned == 1 else "have"
    came = results.template.running.came(results.returned, f"{verb} returned (signed)")
    text = f"{results.returned} of {agencies(results.expected)} {came}{by_responses(results)}."
    if not results.counted:
        text += f" {UNSIGNED}"
    elif results.responses == len(results.counted):
        text += f" {COUNTED}"
    yield Message(text, "Returns", Matter.BASIS, "returned")


def _missing(results: Results) -> Iterator[Message]:
    """Who is late, who declined, who left."""
    late = [line for line in _silent(results) if line.late]
    if late:
        one_day = len({line.expected.due for line in late}) == 1
        due = f" (due {in_words(late[0].expected.due)})" if one_day else ""
        text = f"Late{due}: {some([line.agency.name for line in late])}."
        yield Message(text, "Returns", Matter.NON_RETURN, "late")
    for progress, one, many, matter in (
        (Progress.DECLINED, "declined to return", "declined to return", Matter.NON_RETURN),
        (Progress.LEFT, "left and is not expected", "left and are not expected", Matter.OTHER),
    ):
        names = [line.agency.name for line in results.lines if line.progress is progress]
        if names:
            text = f"{some(names)} {one if len(names) == 1 else many}."
            yield Message(text, "Returns", matter, str(progress))


def _silent(results: Results) -> list[Return]:
    """The returns that are still to come."""
    return [line for line in results.lines if line.progress in OUTSTANDING]


def _not_due(results: Results) -> Iterator[Message]:
    """How far the returns are that are still to come and not late."""
    waiting = Counter(line.progress for line in _silent(results) if not line.late)
    if waiting:
        running = results.template.running
        parts = [f"{waiting[one]} {running.state(one)}" for one in reversed(Progress) if waiting[one]]
        verb = "is" if waiting.total() == 1 else "are"
        still = "still to come" if running.states else "still to return"
        text = f"{agencies(waiting.total())} {verb} {still} and not late: {'; '.join(parts)}."
        yield Message(text, "Returns", Matter.NON_RETURN, "to-come")


def _critical(results: Results) -> Iterator[Message]:
    counted = results.counted
    gaps = [(row.agency.name, unmet_critical(row)) for row in counted]
    unmet = {name for _, names in gaps for name in names}
    questions = [q.id for q in results.template.questions if q.id in unmet]
    if not questions:
        if counted and any(q.critical for q in results.template.questions):
            where = "as grades count after the panel" if results.as_graded else "in any return"
            text = f"No critical question is at its lowest grade {where}."
            yield Message(text, "Questions", Matter.CRITICAL, "critical")
        return
    having = [agency for agency, names in gaps if names]
    verb = "is" if len(questions) == 1 else "are"
    text = f"{plural(len(questions), 'critical question')} {verb} not met, in {agencies(len(having))}"
    asked = "question" if len(questions) == 1 else "questions"
    text = f"{text}: {some(having)}. The {asked}: {some(questions)}."
    yield Message(text, "Questions", Matter.CRITICAL, "critical")


def unmet_critical(row: Row) -> tuple[str, ...]:
    """The critical questions whose grade that counts is the lowest."""
    asked = row.interview
    scale = asked.template.scale
    critical = (q for q in asked.template.questions if q.critical and asked.arises(q))
    return tuple(q.id for q in critical if scale.lowest(asked.counts(q)))


def standard_sentence(figures: StandardFigures, counted: int) -> str:
    """The headline: `Of 21 agencies 12 fully meet standard E (Staff training), 6 in part, 3 do not.`."""
    met, standard = figures.met, figures.standard
    apart = [
        (met.get(Met.NOT_APPLICABLE, 0), "marked it not applicable"),
        (met.get(Met.NOT_ASKED, 0), "not asked"),
    ]
    verb = "meets" if met.get(Met.FULLY, 0) == 1 else "meet"
    not_verb = "does" if met.get(Met.NOT, 0) == 1 else "do"
    text = f"Of {agencies(counted)} {met.get(Met.FULLY, 0)} fully {verb} standard {standard.id} "
    text += f"({standard.title}), {met.get(Met.IN_PART, 0)} in part, {met.get(Met.NOT, 0)} {not_verb} not"
    return text + "".join(f", {count} {words}" for count, words in apart if count) + "."


def _standards(results: Results) -> Iterator[Message]:
    """The standards that fewest meet fully: at most three, in two sentences; and what most meet.

    Where the lowest standard is the score each stands for itself, so that they are not ranked.
    """
    if not results.template.averaged:
        return
    counted = len(results.counted)
    ranked = sorted(results.standards, key=_rank)
    applying = [one for one in ranked if _fully(one)[1]]
    weak = [figures for figures in ranked if fully_share(figures) < 1]
    if len(weak) > 1 and len({_ways(one) for one in applying}) == 1:
        fully, part, none = _ways(weak[0])
        of = agencies(fully + part + none)
        text = f"No standard is weaker than another: each is met fully by {fully} of {of}"
        yield Message(
            f"{text}, in part by {part}, not by {none}.", "Standards", Matter.WEAKEST, "standard.weakest"
        )
        return
    for figures in weak[:1]:
        text = standard_sentence(figures, counted)
        text = f"Weakest: {text[0].lower()}{text[1:]}"
        yield Message(text, "Standards", Matter.WEAKEST, "standard.weakest")
    if len(weak) > 1:
        yield Message(_next(weak), "Standards", Matter.WEAKEST, "standard.next")
    others = [one for one in applying if one not in weak[:WEAKEST]]
    if not weak and others:
        text = "Every standard is fully met by each agency that it applies to."
        yield Message(text, "Standards", Matter.WEAKEST, "standard.weakest")
    elif weak:
        yield from _strongest(others, counted)


def _lists(results: Results) -> Iterator[Message]:
    """What the lists that the template makes of answers come to, where what was said can be counted."""
    matter = Matter.OTHER if results.template.averaged else Matter.WEAKEST
    for one in listed(results) if results.counted else ():
        for tally in (each for each in one.tallies if not each.several):
            yield Message(
                tally.sentence, one.listing.title, matter, f"list.{one.listing.title}.{tally.heading}"
            )


def _lowest(results: Results) -> Iterator[Message]:
    """What has the lowest grade, where each standard stands for itself."""
    if text := lowest_words(results):
        yield Message(f"{text[0].upper()}{text[1:]}.", "Heat map", Matter.CRITICAL, "lowest")


def lowest_words(results: Results, most: int = MANY) -> str:
    """By agency the standards with the lowest grade, where each stands for itself; empty where none has it.

    Such as `what is graded escalated, the lowest grade, in 2 agencies: Oak Trust (Q1) and Fire Service (Q2)`.
    """
    found = lowest(results)
    if not found:
        return ""
    names = {row.agency.code: row.agency.name for row in results.counted}
    whose = some([f"{names[code]} ({', '.join(ids)})" for code, ids in found.items()], most)
    label = results.template.scale.worst.label.casefold()
    return f"what is graded {label}, the lowest grade, in {agencies(len(found))}: {whose}"


def _seen(results: Results) -> Iterator[Message]:
    """How grades that somebody else gave lie to those that agencies gave themselves."""
    if (found := verified(results)) and found.compared:
        one, many = found.whole, plural(found.compared, "grade")
        text = f"Of {many} that agencies had given themselves {one.down} {_were(one.down)} verified lower, "
        text += f"{one.up} higher and {one.same} as told"
        text += f"; {one.other} changed to or from not applicable" if one.other else ""
        yield Message(f"{text}.", "Verified", Matter.MOVED, SEEN)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _rank(figures: StandardFigures) -> tuple[Fraction, int]:
    """What standards are ranked by: the share that meets it fully, then how many do not meet it."""
    return fully_share(figures), -figures.met.get(Met.NOT, 0)


def _ways(figures: StandardFigures) -> tuple[int, int, int]:
    """How many agencies meet a standard fully, in part, and not."""
    met = figures.met
    return met.get(Met.FULLY, 0), met.get(Met.IN_PART, 0), met.get(Met.NOT, 0)


def _next(weak: Sequence[StandardFigures]) -> str:
    """The standards behind the weakest, and how many more are no stronger than the last of these."""
    shown = weak[1:WEAKEST]
    come = "Next come" if len(shown) > 1 else "Next comes"
    if _rank(shown[-1]) == _rank(weak[0]):
        come = "Just as weak:"
    alike = sum(_rank(one) == _rank(shown[-1]) for one in weak[WEAKEST:])
    more = f"; and {alike} more like {shown[-1].standard.id}" if alike else ""
    return f"{come} {'; and '.join(map(_standing, shown))}{more}."


def _standing(figures: StandardFigures) -> str:
    """How agencies stand on a standard: `F (Safe recruitment): 3 fully, 14 in part, 3 not`."""
    fully, part, none = _ways(figures)
    return f"{figures.standard.id} ({figures.standard.title}): {fully} fully, {part} in part, {none} not"


def _strongest(others: Sequence[StandardFigures], counted: int) -> Iterator[Message]:
    """The standards that most agencies meet fully, of those that are not among the weakest."""
    best = max(others, key=fully_share, default=None)
    alike = [one for one in others if best and _fully(one) == _fully(best)]
    if best is None or not fully_share(best) or len(alike) > WEAKEST:
        return
    fully, applies = _fully(best)
    names = some([f"{one.standard.id} ({one.standard.title})" for one in alike])
    each = " each" if len(alike) > 1 else ""
    where = "" if applies == counted else f", where {'they apply' if each else 'it applies'}"
    text = f"Most often fully met: {names}, by {fully} of {agencies(applies)}{each}{where}."
    yield Message(text, "Standards", Matter.OTHER, "standard.strongest")


def _fully(figures: StandardFigures) -> tuple[int, int]:
    """How many agencies meet a standard fully, and to how many it applies."""
    met = figures.met
    return met.get(Met.FULLY, 0), sum(met.get(word, 0) for word in (Met.FULLY, Met.IN_PART, Met.NOT))


def fully_share(figures: StandardFigures) -> Fraction:
    """The share of agencies that meet a standard fully, of those that it applies to; 1 where to none."""
    fully, applies = _fully(figures)
    return Fraction(fully, applies) if applies else Fraction(1)


def all_top(row: Row) -> bool:
    """Whether every grade with points that an agency gave itself is the scale's best."""
    best, own = row.interview.template.scale.best.code, row.self_scored or row.scored
    return bool(own and own.overall.worst and own.overall.worst.grade == best)


def _panel(results: Results) -> Iterator[Message]:
    """What a panel changed of the grades that count, and what it is to look at again."""
    if found := drift(results.counted):
        looked = plural(sum(one.counts for row in results.counted for one in row.spoken), "grade")
        rows = [row for row in results.counted if any(one.changed for one in row.spoken)]
        ways = ((found.whole.up, "up"), (found.whole.down, "down"), (found.whole.other, "to or from n/a"))
        moves = [f"{count} {way}" for count, way in ways if count]
        text = f"A panel moderated {looked}, in {agencies(len(found.agencies))}, and changed "
        text += f"{found.whole.changed}, in {agencies(len(rows))}: {', '.join(moves)}" if moves else "none"
        yield Message(f"{text}.", "Moderation", Matter.DISAGREE, "panel")
    again = dict(_by_agency(results, lambda one: one.again))
    if again:
        count = sum(map(len, again.values()))
        text = f"{plural(count, 'grade')} {'is' if count == 1 else 'are'} to be moderated again, since "
        text += f"the agency's own changed: {some([*again])}."
        yield Message(text, "Moderation", Matter.DISAGREE, "panel.again")


def _by_agency(results: Results, wanted: Callable[[Asked], bool]) -> Iterator[tuple[str, list[str]]]:
    """The questions that a panel left in a state, by the name of the agency, drafts too."""
    for row in results.rows:
        ids = [one.question.id for one in row.spoken if wanted(one)]
        if ids:
            yield row.agency.name, ids


def _stale(results: Results) -> Iterator[Message]:
    """Evidence that is older than the template's limit."""
    months = results.template.evidence_months
    counts = [count for row in results.counted if (count := row.interview.all_stale)]
    if counts:
        pieces = plural(sum(counts), "piece")
        verb = "is" if sum(counts) == 1 else "are"
        text = f"{pieces} of evidence, in {agencies(len(counts))}, {verb} older than {months} months."
        yield Message(text, "Evidence", Matter.UNASSURED, "evidence.stale")


def _asked(results: Results) -> Iterator[Message]:
    """What evidence a panel still waits for."""
    asked = dict(_by_agency(results, lambda one: one.evidence_asked))
    if asked:
        count = plural(sum(map(len, asked.values())), "question")
        text = f"Evidence that the panel asked for is still to come on {count}, from {some([*asked])}."
        yield Message(text, "Moderation", Matter.UNASSURED, "evidence.asked")


def _revised(results: Results) -> Iterator[Message]:
    """What has been revised since actions were assured, which figures at return leave out."""
    rows = [row for row in results.counted if row.revisions]
    if rows:
        count = sum(len(row.revisions) for row in rows)
        verb = "has" if count == 1 else "have"
        text = f"{plural(count, 'grade')} {verb} been revised since actions were assured, in "
        text += f"{agencies(len(rows))}: {some([row.agency.name for row in rows])}. "
        text += "Figures are those at return where they do not say today."
        yield Message(text, "Moderation", Matter.OTHER, "revised")


def _all_top(results: Results) -> Iterator[Message]:
    graded = any(question.kind == "grade" for question in results.template.questions)
    rows = [row for row in results.counted if all_top(row)] if graded else []
    if not rows or results.template.running.respondent:  # it is a question to those who grade themselves
        return
    shares = [(row.agency.name, *row.evidenced) for row in rows]
    ranked = sorted(shares, key=lambda share: Fraction(share[1], max(share[2], 1)))
    least, having, top = ranked[0]
    label = results.template.scale.best.label
    verb = "gives" if len(rows) == 1 else "give"
    text = f"{agencies(len(rows))} {verb} {label!r} throughout: {some([name for name, *_ in ranked])}."
    if having < top:
        text += f" The least evidence stands behind {least}: {having} of its {top} top grades."
    sheet = "Evidence" if results.template.evidence_grades else "Heat map"
    yield Message(text, sheet, Matter.UNASSURED, "all-top")


def _evidence(results: Results) -> Iterator[Message]:
    counts = [row.evidenced for row in results.counted]
    having, top = sum(count for count, _ in counts), sum(count for _, count in counts)
    if having < top:
        bare = [row.agency.name for row in results.counted if row.evidenced[0] < row.evidenced[1]]
        lacks = "has no evidence behind it" if top - having == 1 else "have no evidence behind them"
        text = f"{top - having} of {top} top grades {lacks}, in {agencies(len(bare))}."
        yield Message(text, "Evidence", Matter.UNASSURED, "evidence.bare")


def _owed(results: Results) -> Iterator[Message]:
    rows = [
        row for row in results.counted if row.signed and row.scored and row.scored.overall.completeness < 1
    ]
    if rows:
        names = [row.agency.name for row in rows]
        text = f"Signed with questions still owed, so their bands are provisional: {some(names)}."
        yield Message(text, "Returns", Matter.NON_RETURN, "owed")


def _actions(results: Results) -> Iterator[Message]:
    actions = [
        action
        for row in results.counted
        for question in results.template.questions
        if row.interview.arises(question) and (action := row.interview.answer(question).action)
    ]
    if not actions:
        return
    verb = "is" if len(actions) == 1 else "are"
    text = f"{plural(len(actions), 'action')} {verb} planned"
    bare = [(sum(not a.who for a in actions), "no owner"), (sum(not a.when for a in actions), "no date")]
    lacking = [f"{count} of them with {words}" for count, words in bare if count]
    text += "".join(f", {part}" for part in lacking)
    yield Message(f"{text}.", "Actions", Matter.UNASSURED if lacking else Matter.OTHER, "actions")
