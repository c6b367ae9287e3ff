"""audit action from: low answers and the findings of case audits become actions, linked to their answers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from audit.cli.desk import WORDS, Desk, by_option, everywhere
from audit.cli.screen import tell
from audit.cli.task import quoted
from audit.errors import UnknownError
from audit.wording import listed

if TYPE_CHECKING:
    from audit.actions.action import Action, Link, Plan
    from audit.actions.answers import Results
    from audit.actions.arising import Request
    from audit.actions.followed import Followed
    from audit.cli.action_rounds import Rounds

Key = tuple[str, str, str]


@click.command("from")
@click.argument("names", metavar="ROUND…", nargs=-1, required=True)
@click.option("--agency", "agencies", type=WORDS, multiple=True, metavar="A", help="Of this agency alone.")
@click.option(
    "--question", "questions", type=WORDS, multiple=True, metavar="Q", help="Of this question alone."
)
@click.option("--plan", type=WORDS, default="", metavar="P", help="The plan to put them in; made if new.")
@click.option("--drafts", is_flag=True, help="Also of returns that are not signed.")
@by_option
@everywhere
def action_from(
    desk: Desk,
    names: tuple[str, ...],
    agencies: Sequence[str],
    questions: Sequence[str],
    plan: str,
    drafts: bool,
) -> None:
    """Make actions of a ROUND's low answers: what an agency or a reader plans, and low grades without a plan.

    In a round about cases every planned action is one; low grades of a question without one come together
    as a finding. Of a question named by --question every grade that is not good is low. An answer that has
    its action gets no second one: of those it says whose grade is another today.

    Of several rounds all actions are made, or none; each says which round and question it came of. An agency
    or a question that is named need then stand in one of them only.

    \b
    Examples:
      audit action from s11-2026 --plan s11-2026
      audit action from s11-2026 --agency police --question A1
      audit action from neglect-dip --question V1
      audit action from contacts cin observations interviews survey --plan jtai-2026
    """
    from audit.actions.answers import name_of
    from audit.cli.action_rounds import Rounds
    from audit.cli.action_writing import book_of, plan_of
    from audit.store.actions import Seen, Writing
    from audit.store.overtaken_actions import round_of

    rounds = Rounds(desk)
    every = [rounds.results(name, drafts=drafts) for name in _once(desk, names)]
    stands_in, new_plan = plan_of(desk, plan, source=listed([name_of(one) for one in every]))
    book = book_of(desk)
    standing = book.actions()
    parts = [_part(one, asked, standing) for one, asked in _asked(every, agencies, questions, stands_in)]
    new = [action for one in parts for action in one.new]
    plans = (stands_in,) if new_plan and new else ()
    linked = {
        name_of(part.results): frozenset(one.id for one in standing if round_of(one) == name_of(part.results))
        for part in parts
    }
    writing = Writing(plans=plans, new=tuple((one, ()) for one in new))
    ids = book.write(writing, desk.stamp(), Seen(linked=linked, plans=()))
    for one in parts:
        own, ids = ids[: len(one.new)], ids[len(one.new) :]
        _say(own, one.new, name_of(one.results))
        _say_known(rounds, [*one.known.values()])
        _say_left_out(one.results)
        _say_low(one.results, one.asked, {*one.known, *(key(each.link) for each in one.new if each.link)})


@dataclass(frozen=True)
class _Part:
    """What comes of one round: the new actions, and those that there are already by answer."""

    results: "Results"
    asked: "Request"
    known: "dict[Key, Followed]"
    new: "list[Action]"


def _once(desk: Desk, names: Sequence[str]) -> list[str]:
    """The rounds by their own names; wrong usage for one that is named twice."""
    found = [desk.store.round(name).name for name in names]
    if twice := next((name for name in found if found.count(name) > 1), ""):
        raise click.UsageError(f"The round {twice!r} is named twice; name each once.")
    return found


def _asked(
    every: "Sequence[Results]", agencies: Sequence[str], questions: Sequence[str], plan: "Plan"
) -> "Iterator[tuple[Results, Request]]":
    """Each round with what is wanted of it; those that have nothing of what is named are left out.

    UnknownError for a question or an agency that none of them has.
    """
    from audit.actions.arising import Request

    codes = _named(every, agencies, _agency)
    ids = _named(every, questions, _question)
    for results, own, wanted in zip(every, codes, ids, strict=True):
        if bool(own) == bool(agencies) and bool(wanted) == bool(questions):
            yield results, Request(own, wanted, plan.name, plan.interval)


def _named(
    every: "Sequence[Results]", words: Sequence[str], find: "Callable[[Results, str], str]"
) -> list[frozenset[str]]:
    """What each round calls what is named, as far as it has it; UnknownError for what none of them has."""
    found: list[set[str]] = [set() for _ in every]
    for word in words:
        errors = []
        for place, results in enumerate(every):
            try:
                found[place].add(find(results, word))
            except UnknownError as error:
                errors.append(error)
        if len(errors) == len(every):
            raise errors[-1]
    return [frozenset(one) for one in found]


def _agency(results: "Results", word: str) -> str:
    from audit.rounds import find_agency
    from audit.scoring.partnership import Results as AgencyResults

    round_ = results.round if isinstance(results, AgencyResults) else results.case_round.round
    return find_agency([one.agency for one in round_.expected], word).code


def _question(results: "Results", word: str) -> str:
    from audit.actions.answers import template_of

    return template_of(results).question(word).id


def _part(results: "Results", asked: "Request", actions: "Sequence[Followed]") -> _Part:
    from audit.actions.answers import name_of

    known = _known(actions, name_of(results), asked)
    new = [one for one in _arising(results, asked) if one.link and key(one.link) not in known]
    return _Part(results, asked, known, new)


def key(link: "Link") -> Key:
    """What tells an answer from others of its round."""
    return link.question, link.agency, link.subject


def _known(actions: "Sequence[Followed]", name: str, asked: "Request") -> "dict[Key, Followed]":
    """The actions that came of the answers asked for, by answer."""
    found = ((one, one.action.link) for one in actions)
    return {
        key(link): one
        for one, link in found
        if link
        and link.round == name
        and (not asked.agencies or link.agency in asked.agencies)
        and (not asked.questions or link.question in asked.questions)
    }


def _arising(results: "Results", asked: "Request") -> "list[Action]":
    from audit.actions.arising import of_agencies, of_cases
    from audit.scoring.partnership import Results as AgencyResults
    from audit.workbook.case_edition import CaseEdition

    if isinstance(results, AgencyResults):
        return [*of_agencies(results, asked)]
    # Actions go to boards, so what people typed stands there as a board's report has it.
    return [*of_cases(results, CaseEdition(results, "board").typed, asked)]


# --- what came of it ----------------------------------------------------------------------------------


def _say(ids: Sequence[str], new: "Sequence[Action]", name: str) -> None:
    if not ids:
        tell(f"No new action comes of {name!r}.")
        return
    numbers = ids[0] if len(ids) == 1 else f"{ids[0]} to {ids[-1]}"
    actions = "1 action is" if len(ids) == 1 else f"{len(ids)} actions are"
    tell(f"{actions} made of {name!r}: {numbers}. See them: audit action list --link {quoted(name)}")
    bare = [number for number, one in zip(ids, new, strict=True) if not one.action]
    if bare:
        tell(f"Without an action in the answer yet, so that one is to be agreed: {', '.join(bare)}.")


def _say_known(rounds: "Rounds", known: "Sequence[Followed]") -> None:
    """Say of which answers there were actions before, and which of those are graded otherwise today."""
    if not known:
        return
    moved = [one for one in known if rounds.moved(one.action)]
    had = "1 answer has its action" if len(known) == 1 else f"{len(known)} answers have their actions"
    tell(f"{had} already.{' Graded otherwise since:' if moved else ''}")
    for one in moved:
        tell(f"- {one.id} ({one.state}): {rounds.answer(one.action)}.", "  ")


def _say_low(results: "Results", asked: "Request", had: "set[Key]") -> None:
    """Say which questions have grades that are not good and that demand no action, where none was named."""
    from audit.actions.answers import template_of

    if asked.questions:
        return
    graded = frozenset(one.id for one in template_of(results).questions if one.graded)
    every = _arising(results, replace(asked, questions=graded))
    low = dict.fromkeys(one.link.question for one in every if one.link and key(one.link) not in had)
    if low:
        tell(f"Not good, and no action is demanded there; --question makes one: {', '.join(low)}.")


def _say_left_out(results: "Results") -> None:
    from audit.scoring.partnership import Results as AgencyResults

    if not isinstance(results, AgencyResults) or results.drafts:
        return
    drafts = [row.agency.name for row in results.rows if row.scored and not row.second and not row.signed]
    if drafts:
        tell(f"Not signed, and so left out (--drafts takes them): {', '.join(drafts)}.")
