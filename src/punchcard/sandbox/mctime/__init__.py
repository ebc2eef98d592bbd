"""The simulated McTime, written from the descriptions of its API alone."""
