ALTER TABLE aduan_foto DROP COLUMN account_id;
ALTER TABLE aduan_foto DROP COLUMN dari_sha256;
ALTER TABLE aduan_foto DROP COLUMN sebagai;
