"""The address of a table as a person types it: taken apart, and shown without what is secret in it."""

import re

_ADDRESS = re.compile(r"spark:local(#|$)|[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_OPTION = re.compile(r"([?&])([^=&#]*)=([^&#]*)")
# Options of an address that are shown with what they say; any other may hold a password in its own words.
PLAIN = frozenset(
    {"application_name", "charset", "connect_timeout", "database", "driver", "encrypt", "host", "options"}
    | {"port", "service", "sslmode", "sslrootcert", "trustservercertificate", "trusted_connection"}
)
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
    url, table = split(spec)
    end = spec[len(url) : len(spec) - len(table)] + re.sub(r"//([^/@:]*):[^@]*@", rf"//\1:{HIDDEN}@", table)
    start, between, rest = url.partition("://")
    known, at, place = rest.rpartition("@")
    user, colon, _ = known.partition(":")
    hidden = f"{user}:{HIDDEN}" if colon else user
    return _OPTION.sub(_hidden, f"{start}{between}{hidden}{at}{place}") + end


def without_key(path: str) -> str:
    """A path of a lake without the name and key that may stand in it, as in `s3a://name:key@bucket/x`."""
    return re.sub(r"//(?:[^/@]*|[^@]*:[^@]*)@", "//", path)


def _hidden(option: re.Match[str]) -> str:
    plain = option[2].casefold() in PLAIN or not option[3]
    return option[0] if plain else f"{option[1]}{option[2]}={HIDDEN}"
