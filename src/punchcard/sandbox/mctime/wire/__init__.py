"""What every call has in common: how it comes in, who makes it, and what it is answered."""
