"""People, and the tree that time is booked on."""
