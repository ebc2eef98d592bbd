"""Simulated vendor services, for demo, practice and tests. Knows no adapter."""
