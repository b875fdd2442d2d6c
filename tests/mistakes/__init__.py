"""Mistakes, failures and hostile files, in the words a reader gets."""
