DROP TABLE unggahan;
