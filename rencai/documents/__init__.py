"""Official documents (公文): one tree, three writers (docx, html, pdf), and the check before publication."""
