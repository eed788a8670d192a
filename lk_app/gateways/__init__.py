"""Ports, and one file per outside system behind them."""
