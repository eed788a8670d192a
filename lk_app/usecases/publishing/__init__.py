"""What the supplier announces by files: tariffs, norms, windows, rates. One module a noun.

Rows are never edited, only superseded; the publishing transaction raises its topic in `changes`,
so open pages fetch what is new. A file is read every time, also when it came before: an earlier
list may be put back in force.
"""
