-- What a photo is: the reporter's, an officer's of how it looks after the work, or a copy for the public of one of them.
ALTER TABLE aduan_foto ADD COLUMN sebagai TEXT NOT NULL DEFAULT 'laporan';
-- Of a copy: the photo that it is a copy of.
ALTER TABLE aduan_foto ADD COLUMN dari_sha256 TEXT;
-- The officer who added it.
ALTER TABLE aduan_foto ADD COLUMN account_id TEXT REFERENCES account (id);
