"""Time entries: read, checked, written one by one and in batches."""
