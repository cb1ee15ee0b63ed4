"""Dot vote: everybody has the same few dots to put on ideas. Secret until revealed; dots can be taken back."""
