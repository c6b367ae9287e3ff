"""The address of a table as a person types it: taken apart, and shown without what is secret in it."""

import re

_ADDRESS = re.compile(r"spark:local(#|$)|[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SECRET = re.compile(r"([?&][a-z_]*(?:password|secret|token|key)[a-z_]*=)[^&#]*", re.IGNORECASE)
HIDDEN = "***"


def is_address(spec: str) -> bool:
    """Whether a register is named by the address of a table: URL#schema.table, spark:local#TABLE-or-PATH."""
    return _ADDRESS.match(spec) is not None


def split(spec: str) -> tuple[str, str]:
    """The URL, and the table behind the #; a password may hold one too."""
    start = 0 if spec.casefold().startswith("spark:") else spec.rfind("@") + 1
    cut = spec.find("#", start)
    return (spec, "") if cut < 0 else (spec[:cut], spec[cut + 1 :])


def without_password(spec: str) -> str:
    """What a person typed as it may be shown: an address with *** for a password, all else as it is."""
    if not is_address(spec):
        return spec
    start, between, rest = spec.partition("://")
    known, at, place = rest.rpartition("@")
    user, colon, _ = known.partition(":")
    hidden = f"{user}:{HIDDEN}" if colon else user
    return _SECRET.sub(rf"\1{HIDDEN}", f"{start}{between}{hidden}{at}{place}")
