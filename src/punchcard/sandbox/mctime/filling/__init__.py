"""What the simulated McTime has at the start."""
