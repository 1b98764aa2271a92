"""The page on which a question about behaviour is put together by choosing, its address holding all of it."""
