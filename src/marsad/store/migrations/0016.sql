-- From archive 15 to 16: teasers keep where they lead; those that are there have it once their pages are read again.
ALTER TABLE teaser ADD COLUMN url TEXT;
