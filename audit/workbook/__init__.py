"""Everything Excel: reports for people to read, and forms for people to fill."""
