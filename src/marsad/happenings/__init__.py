"""Stories of one happening: what a story is about, how alike two are and why, groups of stories and their titles."""
