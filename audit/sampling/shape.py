"""Whether what was read as a certificate has every part of one, each of its kind."""

import re
from itertools import chain
from typing import Any

DEEPEST = 12  # what an act says is a few levels deep; a hostile file may nest without end
REFERENCE = re.compile(r"C-\d{2,9}", re.ASCII)
_CASE = {"unit": str, "stratum": str, "ticket": str, "place": int}
_LIST = {"source": str, "units": int, "sha256": str}
_FRAME = {
    "unit": [str],
    "distinct": bool,
    "by": [str],
    "where": [str],
    "order?": [str],
    "open_on?": str,
    "one_per?": str,
    "cluster?": str,
    "weight?": str,
    "clusters?": {str: int},
    "only?": _LIST,
    "exclude?": _LIST,
    "not_since?": _LIST,
    "excluded": [{"reason": str, "units": int}],
    "differing": [{"column": str, "units": int}],
    "population": int,
    "strata": {str: int},
    "fingerprint": str,
}
# A kind, a list of one, a mapping of any names to one, or a record; what may be missing ends in a `?`.
_CERTIFICATE = {
    "certificate": int,
    "id": str,
    "seed": str,
    "digest": str,
    "design": {"method": str},
    "source": {"register": str, "sheet": str, "sha256": str, "rows": int},
    "frame": _FRAME,
    "drawn": [{**_CASE, "reference": str}],
    "reserves": [_CASE],
    "sub_samples": {str: [str]},
    "purged?": {"on": str, "was": str, "alike": {str: {str: str}}},
    "acts": [{"act": str, "at": str, "by": str, "content": {}, "previous": str, "digest": str}],
}


def is_certificate(found: Any) -> bool:
    """Whether a value from JSON is a certificate as far as its parts and their kinds go."""
    if not _shallow(found, DEEPEST) or not _fits(found, _CERTIFICATE):
        return False
    numbered = all(REFERENCE.fullmatch(case["reference"]) for case in found["drawn"])
    return numbered and all(case["unit"] for case in chain(found["drawn"], found["reserves"]))


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, type):
        return type(value) is shape
    if type(value) is not type(shape):
        return False
    if isinstance(shape, list):
        return all(_fits(item, shape[0]) for item in value)
    if str in shape:
        return all(_fits(item, shape[str]) for item in value.values())
    return all(
        _fits(value[name], inner) if (name := key.rstrip("?")) in value else key.endswith("?")
        for key, inner in shape.items()
    )


def _shallow(value: Any, left: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left > 0 and all(_shallow(item, left - 1) for item in inner)
