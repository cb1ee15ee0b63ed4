"""Poll: one or more questions with choices or a scale. People may opt out, and change their mind while it is open."""
