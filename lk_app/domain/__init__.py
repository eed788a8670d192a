"""Pure rules of the trade: plain Python, no I/O, the legal reason beside each constant."""
