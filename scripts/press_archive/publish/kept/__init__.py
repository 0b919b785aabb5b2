"""What an earlier build has made and this one need not make again."""
