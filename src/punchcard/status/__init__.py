"""What `punch status` prints, the fast way: standard library and SQLite only."""
