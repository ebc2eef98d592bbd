"""Who is clocked in: a panel for leads."""
