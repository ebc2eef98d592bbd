"""`punch groups`: the time of a period in groups, and changes of a whole group."""
