"""The atlas says of every arrow under every reading whether it is a theorem or what breaks it."""
