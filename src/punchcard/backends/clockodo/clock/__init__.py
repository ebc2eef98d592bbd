"""The clock: read, driven, and what became of a punch whose answer was lost (section 3)."""
