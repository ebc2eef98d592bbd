"""What the days were worth: work times, targets, absences, reports."""
