"""`punch approvals` and `punch requests`: what is asked for, handed in and decided."""
