"""The outbox: writing down what was asked for, delivering it, and what came of it."""
