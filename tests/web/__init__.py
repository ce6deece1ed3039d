"""Tests of the shell: fields, errors, filters, middleware, menus."""
