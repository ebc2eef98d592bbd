"""What was expected of the days and what they brought: targets, absences, work times (section 6)."""
