"""Importing sign-in lists: batches with their days, and who came when."""
