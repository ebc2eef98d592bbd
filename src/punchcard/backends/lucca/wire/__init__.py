"""What the service answers, as it stands on the wire; tolerant of every shape that is described."""
