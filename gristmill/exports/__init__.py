"""Exports: chosen samples as files that a trainer reads directly, with a manifest and a dataset card."""
