"""Past cycles: what a table of an earlier year says of agencies and standards, as figures to compare with."""
