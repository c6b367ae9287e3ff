"""A certificate without ids: what of a draw is kept when it may no longer be known whose files were read.

Strata, places, references, counts and the seed stay, so that every figure stays. Ids, tickets and the
reserves that were never called in go; a ticket would tell an id to anybody who tries a register's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from audit.definitions import digest
from audit.sampling.ledger import PURGE, PURGED, Act

NAMED = ("unit", "by_unit")  # what an act of replacing named until version 8 of the store


def is_purged(certificate: Mapping[str, Any]) -> bool:
    """Whether the ids of a sample were purged."""
    return PURGED in certificate


def purged_on(certificate: Mapping[str, Any]) -> str:
    """The day (ISO) on which the ids of a sample were purged; empty where they were not."""
    return str(certificate.get(PURGED, {}).get("on", ""))


def digest_before(certificate: Mapping[str, Any]) -> str:
    """The digest that the certificate of a purged sample had when it was drawn."""
    return str(certificate[PURGED]["was"])


def pseudonym(sample: str, reference: str) -> str:
    """What stands for a case's id after it was purged: no two samples have one in common."""
    return f"{sample}/{reference}"


Alike = Mapping[str, Mapping[str, str]]  # by sample, its references of cases with our reference of each


def without_ids(
    whole: Mapping[str, Any], references: Mapping[str, str], on: str, alike: Alike
) -> dict[str, Any]:
    """The certificate of a sample without ids, purged on a day (ISO).

    `references` are those of all its cases by id, struck out ones and reserves in their places included.
    `alike` says which cases of other samples are the same ones, so that nobody takes them for others.
    """
    own = {unit: pseudonym(str(whole["id"]), name) for unit, name in references.items()}
    body = {
        **{part: value for part, value in whole.items() if part != "digest"},
        "drawn": [_anonymous(case, own) for case in whole["drawn"]],
        "reserves": [_anonymous(case, own) for case in whole["reserves"] if case["unit"] in own],
        "sub_samples": {name: [own[unit] for unit in units] for name, units in whole["sub_samples"].items()},
        PURGED: {"on": on, "was": whole["digest"], "alike": {name: dict(one) for name, one in alike.items()}},
    }
    return {**body, "digest": digest(body)}


def _anonymous(case: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
    return {**case, "unit": own[case["unit"]], "ticket": ""}


def same_cases(certificates: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Cases of samples by pseudonym, each with the one that it is the same as, where purging says so."""
    step = {
        pseudonym(other, theirs): pseudonym(str(one["id"]), ours)
        for one in certificates
        if is_purged(one)
        for other, pairs in one[PURGED]["alike"].items()
        for theirs, ours in pairs.items()
    }
    found = {}
    for name, to in step.items():
        seen = {name}
        while to in step and to not in seen:
            seen.add(to)
            to = step[to]  # noqa: PLW2901 - the end of the chain
        found[name] = to
    return found


def act_without_ids(act: Act, clean: Callable[[str], str], gone: Collection[str]) -> dict[str, Any]:
    """What an act says beside ids; one that had any says so, since its digest then no longer fits.

    `clean` takes ids out of a text; `gone` are the samples whose acts no longer name cases by their ids,
    as they did until version 8 of the store.
    """
    named = NAMED if act.sample in gone else ()
    content = {name: part for name, part in act.content.items() if name not in named}
    if "reason" in content:
        content["reason"] = clean(str(content["reason"]))
    return content if content == act.content else {**content, PURGED: True}


def unaccounted(certificates: Iterable[Mapping[str, Any]], acts: Iterable[Act]) -> list[str]:
    """Which certificates lack their ids without an act of the ledger that took just these, in sentences."""
    known = {
        (name, said.get("was"), said.get("is"))
        for act in acts
        if act.act == PURGE and act.sound
        for name, said in dict(act.content.get("samples", {})).items()
    }
    return [
        f"{one['id']} is without its ids, and no act of the ledger says that just these were purged."
        for one in certificates
        if is_purged(one) and (one["id"], digest_before(one), one["digest"]) not in known
    ]
