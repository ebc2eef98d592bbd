"""`punch assignments`: what time can be booked on."""
