"""Programs to measure, and to measure against."""
