"""`--watch`: which files a run read, when they change, and what is different then."""
