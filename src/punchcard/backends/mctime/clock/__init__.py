"""The clock: read, driven, and what became of a punch whose answer was lost (sections 2.1 and 2.2)."""
