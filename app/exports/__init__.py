"""The proposal and its evidence as documents, one module a format."""
