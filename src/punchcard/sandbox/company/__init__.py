"""A believable company, simulated: a team of eight in Berlin, three months of their work, and today.

Plain values, always the same for the same seed and moment. `punch demo` keeps them on this machine; simulated
vendors have them, each in its own way.
"""
