"""The pages of the web record: what each holds, gathered in one read transaction, as a reader without rights sees it.

A front renders them and decides nothing. What people may see in chat without a credential is what a page may tell;
``docs/record/README.md`` says what never appears.
"""
