"""Time entries, and the rules that they have to keep."""
