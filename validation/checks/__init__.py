"""The catalogue's checks, one a file. `validation.catalogue` lists them."""
