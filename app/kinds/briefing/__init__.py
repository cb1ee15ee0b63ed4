"""Briefing: slides in Markdown, in both languages, which everybody can also read on their own phone."""
