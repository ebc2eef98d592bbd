"""The Timesheet screen: weekly review."""
