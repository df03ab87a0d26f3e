"""The programme's own articles, one file each: its name is the address. Figures in them name their sources.

A text is paragraphs with an empty line between; a line that begins with `## ` is a heading, lines with `- `
a list. What a coach publishes of the same name stands before what lies here.
"""
