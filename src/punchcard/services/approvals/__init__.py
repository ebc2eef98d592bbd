"""Change requests, submitted weeks, and the decisions about them."""
