"""The demo's terminal client: starts one batch over HTTP, follows it to its end and shows one sample.

It knows the service only through its API, as any other client does, and never touches the database or the files.
"""
