"""What runs, where, with which options. Imports `transforms`, never the other way round."""

__version__ = "0.1.0"
