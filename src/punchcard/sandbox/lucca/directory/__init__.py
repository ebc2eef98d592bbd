"""People, departments, and what time is booked on."""
