"""Made-up homes for looking at pages: every view filled, in either language, with nothing behind it.

One module for each group of pages; its `PAGES` are what the gallery shows.
"""
