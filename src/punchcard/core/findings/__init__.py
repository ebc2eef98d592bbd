"""Findings: what is wrong or odd in a week, with the rule it goes by."""

from punchcard.core.findings.find import find_all
from punchcard.core.findings.finding import Finding, FindingsInput, Rule, Severity

__all__ = ["Finding", "FindingsInput", "Rule", "Severity", "find_all"]
