"""Time entries: listed, saved, and deleted (McTime API, times)."""
