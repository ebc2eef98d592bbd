"""Grouped time that the service sums up, and bulk changes in two steps (section 5)."""
