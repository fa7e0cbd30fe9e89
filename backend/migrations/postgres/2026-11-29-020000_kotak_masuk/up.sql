-- The inbox of a part of the district, and of what is overdue, in each of its orders: entered by an index at the page that
-- is asked for, instead of reading the whole part and sorting it. A sub-district's code is the first eight characters of a
-- village's. With what a reader's reach asks for beside it, so that rows are counted in the index alone.
CREATE INDEX aduan_kecamatan_diterima ON aduan (substr(wilayah_kode, 1, 8), diterima_pada, id) INCLUDE (wilayah_kode, kategori, rahasia);
CREATE INDEX aduan_kecamatan_tenggat ON aduan (substr(wilayah_kode, 1, 8), tenggat, id) INCLUDE (wilayah_kode, kategori, rahasia);
CREATE INDEX aduan_kecamatan_status_diterima ON aduan (substr(wilayah_kode, 1, 8), status, diterima_pada, id) INCLUDE (wilayah_kode, kategori, rahasia);
CREATE INDEX aduan_kecamatan_status_tenggat ON aduan (substr(wilayah_kode, 1, 8), status, tenggat, id) INCLUDE (wilayah_kode, kategori, rahasia);
CREATE INDEX aduan_status_tenggat ON aduan (status, tenggat, id);
CREATE INDEX aduan_kategori_tenggat ON aduan (kategori, tenggat, id);
CREATE INDEX aduan_skpd_tenggat ON aduan (skpd_kode, tenggat, id);
CREATE INDEX aduan_lewat_diterima ON aduan (diterima_pada, id) WHERE eskalasi > 0;
CREATE INDEX aduan_lewat_tenggat ON aduan (tenggat, id) WHERE eskalasi > 0;
DROP INDEX aduan_eskalasi;
