"""What a clock becomes that is kept on this machine."""
