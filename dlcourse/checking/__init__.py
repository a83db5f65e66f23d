"""The engine: cases, runs, comparison, diagnosis, report. It knows no lesson."""
