"""Where working time is kept: the contract, and one folder a backend."""
