"""Consent: what one agrees to before taking part, asked again each meeting; latecomers meet it first."""
