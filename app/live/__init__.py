"""What moves: audiences, their parts, and how a change reaches everybody who may see it."""
