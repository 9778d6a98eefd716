"""The index folder: immutable generations, each a SQLite database with FAISS and tantivy indexes derived from it.

index/manifest.json              names the current generation; replacing this file is the one commit
index/generation-7/reports.sqlite   reports, their text, passages, embeddings
index/generation-7/vectors.faiss    derived
index/generation-7/lexical/         derived
"""
