"""How sure a finding is: numbers in, numbers out."""
