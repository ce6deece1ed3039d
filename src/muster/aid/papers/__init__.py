"""The papers people carry. Each is a frozen content object and a typst layout."""
