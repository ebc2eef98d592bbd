"""The groups: the time of any period as a tree of sums."""
