DROP INDEX aduan_induk;
CREATE INDEX aduan_induk ON aduan (induk_id);
DROP INDEX aduan_kecamatan_lewat_tenggat;
DROP INDEX aduan_kecamatan_lewat_diterima;
