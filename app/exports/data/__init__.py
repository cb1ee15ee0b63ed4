"""What an analyst gets of a project: tables, statistics and their codebook in one file, safe for a document (T2)."""

from app.exports.data.package import made

__all__ = ["made"]
