"""The command line: a module a command group, over the same services as the app."""
