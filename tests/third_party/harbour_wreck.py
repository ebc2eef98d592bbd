"""A backend that cannot be loaded."""

raise ImportError("a library of the wreck is missing")
