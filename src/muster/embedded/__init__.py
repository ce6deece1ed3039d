"""The PostgreSQL server and the processes that live and die with one `muster` command."""
