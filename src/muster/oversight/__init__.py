"""The auditor's pages: they read what every other context leaves behind and write nothing."""
