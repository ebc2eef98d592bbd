"""Change requests: listed, asked, decided, and what became of them (section 7)."""
