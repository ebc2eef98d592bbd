"""Entries that wait for an approval, which is given at McTime alone."""
