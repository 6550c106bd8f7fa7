"""Archives as files of other programs: documented tables (Parquet, CSV, JSON Lines) and followthemoney entities."""
