"""County maps drawn on the server: shapes from us-atlas, pictures as SVG, the same in words."""
