"""What the measurement `disks` tries: every command that writes; and what syncing costs."""
