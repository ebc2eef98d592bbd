"""A believable team of eight, to try everything with: Ann Berger of Berlin, her lead, and their work."""
