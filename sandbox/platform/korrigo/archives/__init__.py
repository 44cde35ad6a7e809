"""One archive holds the whole platform: tables, sequences and media of one moment, each with its checksum."""
