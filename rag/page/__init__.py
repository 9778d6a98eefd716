"""The page without its server: pure functions from answers and reports to HTML, the style sheet, the script.

Nothing here imports gradio; every text that comes from a report, a model or a user is escaped.
"""
