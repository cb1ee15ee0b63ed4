"""A recorded series played through the same doors as people use; the crowd of the demo."""
