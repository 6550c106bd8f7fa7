"""One text in several stories: fingerprints to find them by, what they share, groups with the first telling."""
