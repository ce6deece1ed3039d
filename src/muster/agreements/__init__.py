"""The legal ground: instruments, who joined them, declarations and signed acts."""
