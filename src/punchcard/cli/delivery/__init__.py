"""How a command waits for what is on its way, and the commands that show it."""
