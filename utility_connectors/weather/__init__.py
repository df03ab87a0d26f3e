"""The national weather service's station files: read with distrust, and fetched politely when settings allow it."""
