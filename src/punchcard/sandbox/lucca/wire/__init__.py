"""What every call has in common: who makes it, what it asks for and how, and what it is answered."""
