"""Commands of the running clock."""
