"""Groundwork: structured co-design meetings that become a funding proposal with its evidence."""

__version__ = "0.1.0"
