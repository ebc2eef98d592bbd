"""What every call has in common: how it comes in, who makes it, how often, and what it is answered."""
