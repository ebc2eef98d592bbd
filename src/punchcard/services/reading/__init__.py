"""Reading what a service says: when, how much of it is believed, and what other devices did."""
