"""Temperature: one tap on one of five faces; the total moves on the screen while people answer."""
