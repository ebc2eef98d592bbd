"""Accounts: the list, the form for a new one, the switcher, and going over from one to another."""
