"""Pages for the people of utilities and lenders. They see their own files, feed and software; of homes, only counts."""
