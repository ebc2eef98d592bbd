"""Modal forms: what the screens ask a person, each answering with a plain value."""
