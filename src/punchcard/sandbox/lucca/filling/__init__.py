"""What there is at the start: the simulated company, or next to nothing."""
