"""Residents’ questions and coaches’ answers, letters, and articles worth reusing."""
