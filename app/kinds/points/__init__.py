"""Points: everybody spreads 100 points over a list. Secret until revealed; points can be taken back."""
