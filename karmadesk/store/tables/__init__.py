"""The tables of the three kinds of database, one file each."""
