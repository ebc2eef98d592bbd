"""Editing time entries: what a well-formed one is, and splitting, moving and making room for them."""
