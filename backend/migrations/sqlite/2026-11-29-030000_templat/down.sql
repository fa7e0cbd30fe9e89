DROP TABLE templat;
