-- Complaints that were parts of another: one report that told of two matters.
CREATE TABLE pecahan (
    aduan_id TEXT PRIMARY KEY REFERENCES aduan (id),
    dari_id TEXT NOT NULL REFERENCES aduan (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    pada TIMESTAMP NOT NULL
);
CREATE INDEX pecahan_dari ON pecahan (dari_id);
