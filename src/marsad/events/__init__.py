"""`Story`, mentions and quotes to what the words do: labels put on names."""
