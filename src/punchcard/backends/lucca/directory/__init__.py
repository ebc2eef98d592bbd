"""People, axes with their sections, and how people write down their time."""
