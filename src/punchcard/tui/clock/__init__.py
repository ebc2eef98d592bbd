"""The Clock screen: daily clocking, like a stopwatch."""
