DROP INDEX publik_petak_terbuka;
DROP TABLE aduan_ikut;
