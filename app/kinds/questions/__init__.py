"""Questions: people ask, and back what others ask; what stays without an answer comes back at the next meeting."""
