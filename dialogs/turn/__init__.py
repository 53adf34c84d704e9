"""What a screen may read and answer with: messages, labels, review. Knows no screen."""
