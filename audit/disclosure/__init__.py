"""Disclosure control: tables of children as they may be published, no small number to be worked out."""
