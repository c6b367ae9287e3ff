"""Disclosure control: tables of children as they may be published, so that no small number can be worked out."""
