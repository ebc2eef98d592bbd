"""What was expected of the days and what they brought: targets, free days, work times (section 6)."""
