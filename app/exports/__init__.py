"""The proposal and its evidence as documents, one module a format."""

from app.exports.gathering import Draft, draft
from app.exports.writing import FORMATS, file_name, made, write

__all__ = ["FORMATS", "Draft", "draft", "file_name", "made", "write"]
