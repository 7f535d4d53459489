"""Files that hold files: archives, images of disks, backups, documents; and indexes that speak of files beside them.

Everything here runs in child processes only. `table` names every reader and the order of recognition.
"""
