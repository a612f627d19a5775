"""What happens to a document, as pure functions. Only `beam.py` knows Apache Beam."""
