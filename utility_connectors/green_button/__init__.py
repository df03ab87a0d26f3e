"""Green Button: reading and writing the usage documents of NAESB REQ.21 (ESPI)."""
