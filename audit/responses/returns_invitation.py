"""An invitation: all that an agency needs to answer a round on its own computer, and no other's data.

The file is JSON in UTF-8, sealed as `returns_sealed` says:

    invitation    1, the version of this format
    partnership   {name, area, contact, public_key}: the key in the age format, empty where there is none
    round         {name, period, due}
    agency        {code, name, kinds, duties}
    template      {ref, title, digest, catalogue}
    definition    the whole template, from which it is built again
    answers       {id: {answer, version, question}}: what the agency has answered so far
    brought       {id: …}: what it answered in an earlier round, to be confirmed
    members       [{code, name}]: those that it may answer for beside itself; only where it has any
    marking       what is printed on workbooks
    made          {at, by, program}
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audit.definitions import Block, Reading
from audit.errors import AnswerError, FileError, Problem
from audit.responses.brought import Brought, brought_from
from audit.responses.membership import Member
from audit.responses.merging import version
from audit.responses.response import Answer
from audit.responses.returns import (
    FORMAT,
    Party,
    Run,
    check_definition,
    check_format,
    finish,
    meaning,
    party_block,
    read_party,
    read_run,
    template_block,
)
from audit.responses.returns_sealed import SEALS, broken_seals, sealed
from audit.responses.returns_taking import accepted, template_of
from audit.templates import Template

KEYS = (
    *("invitation", "partnership", "round", "agency", "template", "definition"),
    *("answers", "brought", "members", "marking", "made"),
)


@dataclass(frozen=True, slots=True)
class Partnership:
    """Who invites: name, area, whom to ask, and the public key that returns are encrypted to, if any."""

    name: str
    area: str = ""
    contact: str = ""
    public_key: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation, read and whole; `digest` is that of the file."""

    partnership: Partnership
    round: Run
    agency: Party
    template: Template
    answers: Mapping[str, Answer]
    brought: Mapping[str, Brought]
    marking: str = ""
    digest: str = ""
    members: tuple[Member, ...] = ()


def invitation_block(one: Invitation, made: Mapping[str, str]) -> dict[str, Any]:
    """An invitation ready to be written."""
    answers = {
        name: {
            "answer": answer.block(),
            "version": version(answer),
            "question": meaning(one.template, name),
        }
        for name, answer in one.answers.items()
    }
    return sealed(
        {
            "invitation": FORMAT,
            "partnership": asdict(one.partnership),
            "round": asdict(one.round),
            "agency": party_block(one.agency),
            "template": template_block(one.template),
            "definition": one.template.definition,
            "answers": answers,
            "brought": {name: brought.block() for name, brought in one.brought.items()},
            **({"members": member_blocks(one.members)} if one.members else {}),
            "marking": one.marking,
            "made": dict(made),
        }
    )


def read_invitation(block: Mapping[str, Any], file: str) -> Invitation:
    """The invitation in a loaded file; FileError with all that is wrong, each change by its name."""
    if "invitation" not in block:
        what = "a return: take it in with 'audit collect'" if "return" in block else "no invitation"
        raise FileError(file, [Problem("", f"it is {what}.")])
    check_format(block, "invitation", file)
    if problems := broken_seals(block):
        raise FileError(file, [*problems, Problem("", "nothing of it is used; ask for it again.")])
    reading = Reading(file)
    whole = reading.block(Block(block), (*KEYS, *SEALS), "an invitation")
    head = reading.block(whole.get("template"), ("ref", "title", "digest", "catalogue"), "'template'")
    definition = reading.mapping(whole.get("definition"), "'definition'")
    check_definition(reading, whole, reading.text(head, "digest"))
    partnership = _partnership(reading, whole)
    run, agency = read_run(reading, whole), read_party(reading, whole)
    finish(reading, file)
    template = template_of(definition, file)
    members = _members(reading, whole)
    found = Invitation(
        *(partnership, run, agency, template),
        answers=_answers(reading, template, whole, members),
        brought=_brought(reading, template, whole),
        marking=reading.text(whole, "marking"),
        digest=str(block.get("digest", "")),
        members=members,
    )
    finish(reading, file)
    return found


def _partnership(reading: Reading, block: Block) -> Partnership:
    known = ("name", "area", "contact", "public_key")
    part = reading.block(block.get("partnership"), known, "'partnership'")
    return Partnership(*(reading.text(part, key) for key in known))


def member_blocks(members: Sequence[Member]) -> list[dict[str, str]]:
    """Members as a file names them: by code and name alone."""
    return [{"code": one.code, "name": one.name} for one in members]


def _members(reading: Reading, block: Block) -> tuple[Member, ...]:
    """Those that the agency may answer for beside itself."""
    parts = [reading.block(one, ("code", "name"), "a member") for one in reading.items(block, "members")]
    return tuple(
        Member(reading.text(one, "code", "a member"), reading.text(one, "name", "a member")) for one in parts
    )


def _answers(
    reading: Reading, template: Template, block: Block, members: Sequence[Member]
) -> dict[str, Answer]:
    """The answers so far, as the rules for replies have them."""
    found = {}
    for name, entry in reading.mapping(block.get("answers"), "'answers'").items():
        part = reading.block(entry, ("answer", "version", "question"), f"the answer {name}")
        if not meaning(template, name):
            reading.wrong(0, f"{name[:40]!r} is no question of its template.")
            continue
        try:
            found[name] = accepted(
                template, name, reading.mapping(part.get("answer"), f"'answer' of {name}"), members
            )
        except AnswerError as error:
            reading.wrong(0, str(error))
    return found


def _brought(reading: Reading, template: Template, block: Block) -> dict[str, Brought]:
    found = {}
    for name, entry in reading.mapping(block.get("brought"), "'brought'").items():
        fits = meaning(template, name) and isinstance(entry, dict) and _is_answer(entry.get("answer"))
        plain = fits and all(isinstance(part, (str, bool)) for key, part in entry.items() if key != "answer")
        try:
            if plain:
                found[name] = brought_from(entry)
        except TypeError:
            plain = False
        if not plain:
            reading.wrong(0, f"what was brought forward to {name[:40]!r} cannot be read.")
    return found


def _is_answer(block: Any) -> bool:
    """Whether a block is an answer as one is kept: texts, where texts belong."""
    shapes = {"value": (str, list), "evidence": (list,), "action": (dict,)}
    if not isinstance(block, dict) or not all(
        isinstance(part, shapes.get(key, (str,))) for key, part in block.items()
    ):
        return False
    chosen, evidence = block.get("value", []), block.get("evidence", [])
    texts = [*chosen] if isinstance(chosen, list) else []
    for item in (*evidence, block.get("action", {})):
        if not isinstance(item, dict):
            return False
        texts += item.values()
    return all(isinstance(text, str) for text in texts)
