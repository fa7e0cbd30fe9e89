DROP TABLE aduan_beda;
