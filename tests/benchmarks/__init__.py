"""Benchmarks: ratios of whole processes in one run, each against its budget. Linux.

python -m tests.benchmarks            all of them
python -m tests.benchmarks status in  some of them
"""
