"""Time of any period: grouped, changed in bulk, exported."""
