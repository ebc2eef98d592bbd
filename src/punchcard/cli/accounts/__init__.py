"""`punch account`: add, show, test and remove accounts."""
