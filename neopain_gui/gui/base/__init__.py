"""What every part of the window may use: colours, words, texts as they are, what is remembered."""
