"""`punch today`, `week`, `balance` and `submit`: read a timesheet and hand it in."""
