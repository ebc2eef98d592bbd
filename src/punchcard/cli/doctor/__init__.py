"""`punch doctor`: check the installation and mend damaged files."""
