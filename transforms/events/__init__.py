"""Text -> mentions of diplomatic events, and mentions -> events. Imports neither sources, extraction nor the lake."""
