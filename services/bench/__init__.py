"""Measurements of the engine, the store and the checks: what BENCHMARKS.md reports."""
