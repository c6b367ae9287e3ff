"""Tables and registers that come in, checked with pandera; failures as the ends of sentences."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """A block in which pandera imports what it finds: of PySpark it would say that pandas is new to it.

    That is no news to whoever checks a register.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield
