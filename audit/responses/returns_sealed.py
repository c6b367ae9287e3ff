"""JSON that travels by e-mail: read with care, every part under a digest, so that a change is named.

A sealed file is a mapping with two more keys: `digests` has the sha256 (of canonical JSON) of each part by
its name, `digest` that of everything but itself. The parts are the keys of the mapping, and one by one what
stands under `answers` (an answer `A1`, each step of its history `A1, history 2`) and `brought`. The digest
of a signature covers the digests of the answers too.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from audit.definitions import digest
from audit.errors import FileError, Problem
from audit.responses.membership import label

LARGEST = 20_000_000  # bytes
DEEPEST = 30  # a definition goes down to 7
SEALS = ("digests", "digest")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def load(content: bytes, file: str) -> dict[str, Any]:
    """The mapping in a JSON file; FileError where it is none, or holds what none of ours holds."""
    if len(content) > LARGEST:
        raise _wrong(file, "it is too large to be a return or an invitation.")
    try:
        found = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
    except UnicodeDecodeError:
        raise _wrong(
            file, "it is not text in UTF-8, so it was changed on its way; ask for it again."
        ) from None
    except RecursionError:
        raise _wrong(file, "it is nested too deep to be one of ours.") from None
    except ValueError as error:
        raise _wrong(file, f"it is not JSON: {str(error)[:200]}.") from None
    if not isinstance(found, dict):
        raise _wrong(file, "it is no return or invitation; these begin with { and a name.")
    check_plain(found, file)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key[:60]!r} is given twice; keep one")
        found[key] = value
    return found


def _no_fraction(text: str) -> None:
    raise ValueError(f"{text[:20]} is no number that stands in such a file")


def check_plain(block: Mapping[str, Any], file: str) -> None:
    """FileError where a value is nested too deep, or holds characters that can be neither shown nor kept."""
    level: list[Any] = [block]
    for _ in range(DEEPEST):
        mappings = [value for value in level if isinstance(value, dict)]
        texts = [value for value in (*chain.from_iterable(mappings), *level) if isinstance(value, str)]
        if _UNFIT.search("\n".join(texts)):
            raise _wrong(file, "it holds control characters, which no text of ours has.")
        lists = (value for value in level if isinstance(value, list))
        level = [*chain.from_iterable(one.values() for one in mappings), *chain.from_iterable(lists)]
        if not level:
            return
    raise _wrong(file, "it is nested too deep to be one of ours.")


def sealed(block: Mapping[str, Any]) -> dict[str, Any]:
    """The same with a digest of each part, and one of the whole."""
    found = {name: digest(part) for name, part in _parts(block)}
    whole = {**block, "digests": _with_signature(block, found)}
    return {**whole, "digest": digest(whole)}


def _with_signature(block: Mapping[str, Any], digests: Mapping[str, Any]) -> dict[str, Any]:
    """The digests with that of the signature, which stands under the answers as they are."""
    if not block.get("signature"):
        return dict(digests)
    answers = block.get("answers")
    under = {name: digests.get(name) for name in answers} if isinstance(answers, Mapping) else {}
    return {**digests, "signature": digest({"signature": block["signature"], "answers": under})}


def _parts(block: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What has a digest of its own, by name."""
    for key, value in block.items():
        if key in SEALS:
            continue
        if key == "answers" and isinstance(value, Mapping):
            for name, entry in value.items():
                yield from _of_answer(name, entry)
        elif key == "brought" and isinstance(value, Mapping):
            yield from ((f"{name}, brought forward", entry) for name, entry in value.items())
        else:
            yield key, value


def _of_answer(name: str, entry: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("history", []), list):
        yield name, entry
        return
    yield name, {key: part for key, part in entry.items() if key != "history"}
    for number, step in enumerate(entry.get("history", []), 1):
        yield f"{name}, history {number}", step


def broken_seals(block: Mapping[str, Any]) -> list[Problem]:
    """What was changed, added or taken out since a file was sealed, by its name; none where it is whole."""
    stated = block.get("digests")
    if not isinstance(stated, Mapping):
        return [Problem("", "its digests are missing, so nobody can tell whether it was changed.")]
    found = {name: digest(part) for name, part in _parts(block)}
    # An answer that was changed is named once: the signature is held against the digests that stand there.
    signed = _with_signature(block, {name: stated.get(name) for name in found})
    found |= {"signature": signed["signature"]} if block.get("signature") else {}
    problems = [
        Problem(_called(name), _broken(name, name in stated))
        for name, own in found.items()
        if stated.get(name) != own
    ]
    problems += [
        Problem(_called(name), "it was taken out of the file.") for name in stated if name not in found
    ]
    if not problems and block.get("digest") != digest({k: v for k, v in block.items() if k != "digest"}):
        problems = [Problem("", "the file as a whole does not fit its digest: a digest in it was changed.")]
    return problems


def _called(name: str) -> str:
    """What a part is called where people read it; a step of an answer goes by `A1, history 2`."""
    answer, *rest = name.split(", ")
    return ", ".join((label(answer), *rest))


def _broken(name: str, stated: bool) -> str:
    if not stated:
        return "it has no digest, so it was put into the file afterwards."
    if name == "signature":
        return "it does not fit its digest, so it or what it stands under was changed."
    if name == "definition":
        return "the template does not fit its digest, so its questions were altered."
    what = "this step" if ", " in name else "the answer" if name not in OTHERS else "this part"
    return f"{what} does not fit its digest, so it was changed."


OTHERS = ("return", "invitation", "partnership", "round", "agency", "template", "owed", "made", "marking")


def _wrong(file: str, sentence: str) -> FileError:
    return FileError(file, [Problem("", sentence)])
