"""Weeks: what they hold and what is expected of them, and handing them in."""
