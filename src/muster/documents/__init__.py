"""Papers as bytes: typst to accessible PDF, and QR codes as SVG. No models here."""
