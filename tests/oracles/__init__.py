"""Exact answers that remit's dosing is judged by; nothing here imports remit."""
