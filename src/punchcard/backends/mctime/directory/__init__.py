"""People, and the tree of organizations."""
