"""What goes in and what comes out, per noun, with the builders that hide what must stay hidden."""
