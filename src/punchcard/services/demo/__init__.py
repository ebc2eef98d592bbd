"""A believable month of a believable person, to try everything with: Ann Berger of Berlin, and her work."""
