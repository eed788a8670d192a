"""Files from the supplier's other systems. One module a noun; `files` reads, `loading` keeps."""
