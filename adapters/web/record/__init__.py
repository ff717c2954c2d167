"""The web record: pages, downloads and a feed that anyone may read, or whoever has an alliance's link."""
