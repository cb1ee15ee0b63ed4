"""What people ask for. Routes: find, one verb, draw."""
