"""The simulated Lucca Timesheet, written from the description of its API alone."""
