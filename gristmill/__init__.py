"""Gristmill turns rate-limited LLM APIs into training datasets."""

__version__ = "0.1.0"
