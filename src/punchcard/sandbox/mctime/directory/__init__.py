"""People, organizations, and balances (McTime API, users, organizations, accounts)."""
