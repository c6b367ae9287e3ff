"""The key messages of a round: sentences that the figures bear, in counts of agencies first."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from audit.dates import in_words
from audit.rounds import Progress
from audit.scoring.challenge import Matter
from audit.scoring.drift import drift
from audit.scoring.partnership import Met, Results, Row, StandardFigures
from audit.summaries.message import Message

OUTSTANDING = frozenset({Progress.NOT_STARTED, Progress.STARTED, Progress.COMPLETE})
MANY = 6  # names in a sentence before "and n more"


def messages(results: Results) -> tuple[Message, ...]:
    """The key messages, the most pressing first; no sentence that the figures do not bear."""
    parts = (
        _returns,
        _critical,
        _standards,
        _panel,
        _all_top,
        _evidence,
        _stale,
        _asked,
        _owed,
        _actions,
        _revised,
    )
    return tuple(message for part in parts for message in part(results))


def plural(count: int, one: str, many: str = "") -> str:
    """`1 agency`, `3 agencies`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def agencies(count: int) -> str:
    """`1 agency`, `3 agencies`."""
    return plural(count, "agency", "agencies")


def listed(names: Sequence[str]) -> str:
    """Names as a person lists them, the rest counted where they are many."""
    shown = list(names[:MANY])
    if len(names) > MANY:
        shown = [*names[: MANY - 1], f"{len(names) - MANY + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _returns(results: Results) -> Iterator[Message]:
    verb = "has" if results.returned == 1 else "have"
    text = f"{results.returned} of {agencies(results.expected)} {verb} returned (signed)."
    yield Message(text, "Returns")
    for progress, words in (
        (Progress.DECLINED, "declined to return"),
        (Progress.LEFT, "left and is not expected"),
    ):
        names = [line.agency.name for line in results.lines if line.progress is progress]
        if names:
            yield Message(f"{listed(names)} {words}.", "Returns")
    silent = [line for line in results.lines if line.progress in OUTSTANDING]
    late = [line.agency.name for line in silent if line.late]
    if late:
        due = (
            f" (due {in_words(results.round.due)})"
            if len({line.expected.due for line in silent}) == 1
            else ""
        )
        yield Message(f"Late{due}: {listed(late)}.", "Returns")


def _critical(results: Results) -> Iterator[Message]:
    counted = results.counted
    gaps = [(row.agency.name, unmet_critical(row)) for row in counted]
    unmet = {name for _, names in gaps for name in names}
    questions = [q.id for q in results.template.questions if q.id in unmet]
    if not questions:
        if counted and any(q.critical for q in results.template.questions):
            where = "as grades count after the panel" if results.as_graded else "in any return"
            yield Message(f"No critical question is at its lowest grade {where}.", "Questions")
        return
    having = [agency for agency, names in gaps if names]
    verb = "is" if len(questions) == 1 else "are"
    text = f"{plural(len(questions), 'critical question')} {verb} not met, in {agencies(len(having))}"
    yield Message(f"{text}: {listed(having)}. The questions: {listed(questions)}.", "Questions")


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
    """The standards that fewest meet fully: at most three, and one that most do."""
    counted = len(results.counted)
    if not counted:
        return
    ranked = sorted(results.standards, key=fully_share)
    weak = [figures for figures in ranked if fully_share(figures) < 1][:3]
    for figures in weak:
        yield Message(standard_sentence(figures, counted), "Standards")
    if ranked and ranked[-1] not in weak:
        yield Message(standard_sentence(ranked[-1], counted), "Standards")


def fully_share(figures: StandardFigures) -> Fraction:
    """The share of agencies that meet a standard fully, of those that it applies to; 1 where to none."""
    applies = sum(figures.met.get(word, 0) for word in (Met.FULLY, Met.IN_PART, Met.NOT))
    return Fraction(figures.met.get(Met.FULLY, 0), applies) if applies else Fraction(1)


def evidenced(row: Row) -> tuple[int, int]:
    """How many of an agency's top grades have evidence behind them, and how many top grades it gave."""
    asked = row.interview
    top = [q for q in asked.template.questions if asked.arises(q) and asked.top(q)]
    return sum(asked.covered(question) for question in top), len(top)


def all_top(row: Row) -> bool:
    """Whether every grade with points that an agency gave itself is the scale's best."""
    best, own = row.interview.template.scale.best.code, row.self_scored or row.scored
    return bool(own and own.overall.worst and own.overall.worst.grade == best)


def _panel(results: Results) -> Iterator[Message]:
    """What a panel changed of the grades that count, and what it is to look at again."""
    if found := drift(results.counted):
        looked = plural(sum(one.counts for row in results.counted for one in row.matters), "grade")
        rows = [row for row in results.counted if any(one.changed for one in row.matters)]
        ways = ((found.whole.up, "up"), (found.whole.down, "down"), (found.whole.other, "to or from n/a"))
        moves = [f"{count} {way}" for count, way in ways if count]
        text = f"A panel moderated {looked}, in {agencies(len(found.agencies))}, and changed "
        text += f"{found.whole.changed}, in {agencies(len(rows))}: {', '.join(moves)}" if moves else "none"
        yield Message(f"{text}.", "Moderation")
    again = dict(_by_agency(results, lambda one: one.again))
    if again:
        count = sum(map(len, again.values()))
        text = f"{plural(count, 'grade')} {'is' if count == 1 else 'are'} to be moderated again, since "
        yield Message(f"{text}the agency's own changed: {listed([*again])}.", "Moderation")


def _by_agency(results: Results, wanted: Callable[[Matter], bool]) -> Iterator[tuple[str, list[str]]]:
    """The questions of which something is to be said, by the name of the agency, drafts too."""
    for row in results.rows:
        ids = [one.question.id for one in row.matters if wanted(one)]
        if ids:
            yield row.agency.name, ids


def _stale(results: Results) -> Iterator[Message]:
    """Evidence that is older than the template's limit."""
    months = results.template.evidence_months
    counts = [count for row in results.counted if (count := row.interview.all_stale)]
    if months and counts:
        pieces = plural(sum(counts), "piece")
        verb = "is" if sum(counts) == 1 else "are"
        text = f"{pieces} of evidence, in {agencies(len(counts))}, {verb} older than {months} months."
        yield Message(text, "Evidence")


def _asked(results: Results) -> Iterator[Message]:
    """What evidence a panel still waits for."""
    asked = dict(_by_agency(results, lambda one: one.evidence_asked))
    if asked:
        count = plural(sum(map(len, asked.values())), "question")
        text = f"Evidence that the panel asked for is still to come on {count}, from {listed([*asked])}."
        yield Message(text, "Moderation")


def _revised(results: Results) -> Iterator[Message]:
    """What has been revised since actions were assured, which figures at return leave out."""
    rows = [row for row in results.counted if row.revisions]
    if rows:
        count = sum(len(row.revisions) for row in rows)
        verb = "has" if count == 1 else "have"
        text = f"{plural(count, 'grade')} {verb} been revised since actions were assured, in "
        text += f"{agencies(len(rows))}: {listed([row.agency.name for row in rows])}. "
        yield Message(text + "Figures are those at return where they do not say today.", "Moderation")


def _all_top(results: Results) -> Iterator[Message]:
    rows = [row for row in results.counted if all_top(row)]
    if not rows:
        return
    shares = [(row.agency.name, *evidenced(row)) for row in rows]
    ranked = sorted(shares, key=lambda share: Fraction(share[1], max(share[2], 1)))
    least, having, top = ranked[0]
    label = results.template.scale.best.label
    verb = "gives" if len(rows) == 1 else "give"
    text = f"{agencies(len(rows))} {verb} {label!r} throughout: {listed([name for name, *_ in ranked])}."
    if having < top:
        text += f" The least evidence stands behind {least}: {having} of its {top} top grades."
    yield Message(text, "Evidence")


def _evidence(results: Results) -> Iterator[Message]:
    counts = [evidenced(row) for row in results.counted]
    having, top = sum(count for count, _ in counts), sum(count for _, count in counts)
    if top and having < top:
        bare = [row.agency.name for row in results.counted if evidenced(row)[0] < evidenced(row)[1]]
        text = f"{top - having} of {top} top grades have no evidence behind them, in {agencies(len(bare))}."
        yield Message(text, "Evidence")


def _owed(results: Results) -> Iterator[Message]:
    rows = [
        row for row in results.counted if row.signed and row.scored and row.scored.overall.completeness < 1
    ]
    if rows:
        names = [row.agency.name for row in rows]
        yield Message(
            f"Signed with questions still owed, so their bands are provisional: {listed(names)}.", "Returns"
        )


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
    yield Message(text + "".join(f", {part}" for part in lacking) + ".", "Actions")
