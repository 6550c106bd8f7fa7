"""Names by a trained network: what it is told of each word, the network, the best tags, and the names they make."""
