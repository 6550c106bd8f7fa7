"""Training the network for names: vectors, pretraining, tagging, export. Needs ``pip install "marsad[train]"``."""
