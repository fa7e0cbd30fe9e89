//! The sample data: the same for the same seed, and good enough to be listed and logged in to.

use backend::config::Config;
use backend::sample::{self, Scale};

use crate::support::{Petugas, TestApp, try_login};

#[actix_web::test]
async fn the_same_seed_adds_nothing_the_second_time() {
    let app = TestApp::start().await;
    let data = tempfile::tempdir().unwrap();
    let url = backend::db::DatabaseUrl::Sqlite(data.path().join("unused.db"));
    let config = Config::for_tests(data.path(), url).unwrap();
    assert!(
        sample::make(&app.db, &config, "pendek", Scale::Small, 1)
            .await
            .is_err()
    );
    let made = sample::make(&app.db, &config, crate::support::PASSWORD, Scale::Small, 1)
        .await
        .unwrap();
    assert_eq!((made.aduan, app.count("aduan")), (40, 40));
    let kept = app.count("aduan_foto WHERE diterima_pada IS NOT NULL");
    assert!(
        made.foto > 0 && usize::try_from(kept).unwrap() == made.foto,
        "{} of {kept}",
        made.foto
    );
    let again = sample::make(&app.db, &config, crate::support::PASSWORD, Scale::Small, 1)
        .await
        .unwrap();
    assert_eq!((again.aduan, app.count("aduan")), (0, 40));
    try_login(&app, "admin", crate::support::PASSWORD).await.ok();
    let page = Petugas::login(&app, "petugas")
        .await
        .lists(&[("limit", "100")])
        .await
        .ok()
        .json();
    assert_eq!(page["items"].as_array().unwrap().len(), 40);
}
