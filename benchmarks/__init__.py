"""How fast Essaim is beside a bare Django application under the same server and database: `make bench`."""
