"""`python -m audit`, for machines where scripts are not on the path."""

from audit.cli import main

main()
