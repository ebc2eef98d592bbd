"""SQLite files that are never lost: opening, migrating, backing up, and saying what is wrong with them."""
