"""Dosing against exact answers."""
