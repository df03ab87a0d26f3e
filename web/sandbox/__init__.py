"""A made-up utility, "Lakeshore Power (sandbox)", that speaks real Green Button Connect My Data on this machine.

It is the demonstration's utility, the tests' peer and the model partners are checked against. Its own small
application with its own process and memory: it knows nothing of the platform's database, and production refuses it.
"""
