"""What is on its way to the backend, what needs the person, and the ledger of everything."""
