"""Whom and what there is: users, teams, and all that time is booked on."""
