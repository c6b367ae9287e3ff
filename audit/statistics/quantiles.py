"""Quantiles of the normal, t and beta distributions, from SciPy; and the tail of the normal."""

import math
from fractions import Fraction


def normal(share: Fraction) -> float:
    """The value that a standard normal variable stays below with this probability."""
    from scipy.special import ndtri  # type: ignore[import-untyped]

    return float(ndtri(float(share)))


def student(share: Fraction, freedom: int) -> float:
    """The value that a t variable with so many degrees of freedom stays below with this probability."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, float(share)))


def beta(share: Fraction, first: float, second: float) -> float:
    """The value that a beta variable stays below with this probability."""
    from scipy.special import betaincinv

    return float(betaincinv(first, second, float(share)))


def two_sided(z: float) -> float:
    """The chance that a standard normal variable is as far from 0 as this, or farther."""
    return math.erfc(abs(z) / math.sqrt(2))
