"""What a return says to the questions of a round: answers that can be taken, and sentences on the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audit.errors import AnswerError, DefinitionError, FileError, Problem
from audit.responses.interview import Interview
from audit.responses.membership import Member, label, naming
from audit.responses.merging import Incoming, version
from audit.responses.reply import accept, accept_for_standard
from audit.responses.response import MEMBERS, Answer
from audit.responses.returns import Return, Said, meaning
from audit.templates import Template, from_definition

NAMED = 12  # ids that are named in one sentence


@dataclass(frozen=True, slots=True)
class Fitting:
    """The answers of a return that fit a round, by id in the order of asking, and sentences on the others."""

    incoming: Mapping[str, Incoming]
    notes: tuple[str, ...] = ()


def template_of(definition: Mapping[str, Any], file: str) -> Template:
    """The template in a file; FileError where it is none that can be asked."""
    damaged = Problem("", "its template is damaged; ask for the file again.")
    if not _texts_alone(definition):
        raise FileError(file, [damaged])
    try:
        return from_definition(definition)
    except DefinitionError as error:
        problems = [Problem("", f"its template is damaged: {one.text}") for one in error.problems]
        raise FileError(file, problems) from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise FileError(file, [damaged]) from None


def _texts_alone(value: Any) -> bool:
    """Whether there is nothing but texts, lists and mappings, as YAML is read."""
    if isinstance(value, Mapping):
        return all(map(_texts_alone, value.values()))
    return all(map(_texts_alone, value)) if isinstance(value, list) else isinstance(value, str)


def check_meanings(sent: Return, template: Template) -> None:
    """FileError where an answer's question is not the one that the template in the return asks."""
    wrong = [name for name, said in sent.answers.items() if said.meaning != meaning(template, name)]
    if wrong:
        sentence = "its question is not the one that the template in the return asks, so it was changed."
        raise FileError(sent.file, [Problem(label(name), sentence) for name in wrong])


def fitting(interview: Interview, sent: Return, known: Sequence[Mapping[str, Sequence[str]]]) -> Fitting:
    """The answers of a return for a round as it stands; FileError with each that does not fit its question.

    `known` are the steps, by id, of the returns that came for this response before.
    """
    template = interview.template
    meant = {name: here for name in sent.answers if (here := meaning(template, name))}
    reworded = [name for name in meant if sent.answers[name].meaning != meant[name]]
    unasked = [name for name in meant if name in template.by_id and not interview.meant(template.by_id[name])]
    taken: dict[str, Incoming] = {}
    problems = []
    for name in _in_order(template, meant):
        if name in reworded or name in unasked:
            continue
        said = sent.answers[name]
        try:
            shown = accepted(template, name, said.block, interview.members)
        except AnswerError as error:
            problems.append(Problem("", str(error)))
        else:
            steps = [one[name] for one in known if name in one]
            started = _started(shown, said, steps, first=name not in interview.answers)
            taken[name] = Incoming(shown, shown, started)
    if problems:
        raise FileError(sent.file, problems)
    elsewhere = [name for name in sent.answers if name not in meant]
    notes = [
        _note("Asked there only, so left out", elsewhere),
        _note("Worded differently here, so not taken", reworded),
        _note("Not asked of this agency here, so left out", [one for one in unasked if one not in reworded]),
    ]
    return Fitting(taken, tuple(filter(None, notes)))


def _in_order(template: Template, meant: Mapping[str, str]) -> list[str]:
    ids = [name for one in template.sections for name in (*(q.id for q in one.questions), one.id)]
    ids.append(MEMBERS)
    return [name for name in ids if name in meant]


def accepted(
    template: Template, name: str, block: Mapping[str, Any], members: Sequence[Member] = ()
) -> Answer:
    """An answer of a return by the rules that hold for any reply; `members` are those of whoever answers."""
    if name == MEMBERS:
        return naming(members, block)
    given = {key: part for key, part in block.items() if key != "confirmed"}
    if name in template.by_id:
        answer = accept(template, template.by_id[name], given)
    else:
        standard = next(one for one in template.standards if one.id == name)
        answer = accept_for_standard(standard, given)
    confirmed = block.get("confirmed", "")
    if not isinstance(confirmed, str):
        raise AnswerError(f"{name}: 'confirmed' must be the name of a round.")
    return replace(answer, confirmed=" ".join(confirmed.split()))


def _started(shown: Answer, said: Said, known: Sequence[Sequence[str]], *, first: bool) -> frozenset[str]:
    """The versions that an answer goes back to: all that it went through before, and none at all.

    Where a return that came before had gone further, this one is older: it goes back to itself alone, even
    where the later one returned to what stands here.
    """
    own, count = version(shown), len(said.steps)
    if any(len(steps) > count and [*steps[:count]] == [*said.steps] for steps in known):
        return frozenset({own})
    # What was cleared here since is a change that the return did not know.
    before = {*said.versions, *([""] if first else [])} - {own}
    return frozenset(before)


def _note(what: str, ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{what}: {', '.join(label(name)[:40] for name in ids[:NAMED])}{more}." if ids else ""


def shared(template: Template, sent: Return) -> int:
    """How many answers of a return are to questions that a template asks too, in the same words."""
    asked = {name: said for name, said in sent.answers.items() if name != MEMBERS}
    return sum(said.meaning == meaning(template, name) for name, said in asked.items())
