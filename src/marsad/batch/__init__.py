"""Pass one over archives of any size: shards read by local processes or by Spark, into tables that can be loaded."""
