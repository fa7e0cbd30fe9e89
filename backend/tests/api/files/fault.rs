//! Links that break and servers that die: what was acknowledged stays, nothing counts twice, nothing is left lying.

use backend::files::sweep::sweep;
use chrono::TimeDelta;
use shared::error::ErrorCode;

use crate::support::photo::{JPEG, jpeg_of, listed, sha256};
use crate::support::tus::Upload;
use crate::support::{Pelapor, Reply, TestApp};

#[actix_web::test]
async fn what_arrived_of_a_broken_part_counts_and_the_rest_is_sent_from_there() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let photo = jpeg_of(200_000, 7);
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
    let upload = siti.begins(aduan.id, &photo).await;
    let answer = upload.hangs_up(0, &photo, 60_000, false).await;
    assert!(
        answer.contains("offset_beda") && answer.contains("dari byte 60000"),
        "{answer}"
    );
    assert_eq!(upload.settled().await, 60_000);
    upload.sends(60_000, &photo[60_000..]).await.stands_at(200_000);
    assert_eq!(
        siti.fetches(aduan.id, &sha256(&photo))
            .await
            .bytes()
            .await
            .unwrap(),
        photo
    );
}

#[actix_web::test]
async fn nothing_of_a_broken_part_counts_that_bore_a_checksum() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let photo = jpeg_of(200_000, 8);
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(&photo)]).await;
    let upload = siti.begins(aduan.id, &photo).await;
    let answer = upload.hangs_up(0, &photo, 60_000, true).await;
    assert!(
        answer.contains("offset_beda") && answer.contains("dari byte 0."),
        "{answer}"
    );
    assert_eq!(upload.settled().await, 0);
    upload.sends(0, &photo).await.stands_at(200_000);
}

#[actix_web::test]
async fn a_client_whose_last_answer_was_cut_learns_that_all_arrived() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, JPEG).await.stands_at(JPEG.len() as u64);
    assert_eq!(upload.offset().await, JPEG.len() as u64);
    let again = Reply::of(siti.creation(aduan.id, &sha256(JPEG), JPEG.len() as u64))
        .await
        .created();
    assert_eq!(again.header("location"), Some(upload.path.as_str()));
    assert_eq!(app.count("aduan_foto WHERE diterima_pada IS NOT NULL"), 1);
}

/// An upload as a crash leaves it between its last byte and its record.
async fn left_by_a_crash<'a>(app: &TestApp, siti: &'a Pelapor<'a>, bytes: &[u8]) -> Upload<'a> {
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(bytes)]).await;
    let upload = siti.begins(aduan.id, bytes).await;
    std::fs::write(app.config.data.join("unggahan").join(upload.id()), bytes).unwrap();
    let id = upload.id();
    let changed = app.execute(&format!(
        "UPDATE unggahan SET diterima_bytes = {} WHERE id = '{id}'",
        bytes.len()
    ));
    assert_eq!(changed, 1);
    upload
}

#[actix_web::test]
async fn a_crash_between_the_last_byte_and_the_record_is_mended_by_the_next_question() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let upload = left_by_a_crash(&app, &siti, JPEG).await;
    assert_eq!(app.count("aduan_foto WHERE diterima_pada IS NOT NULL"), 0);
    assert_eq!(upload.offset().await, JPEG.len() as u64);
    assert_eq!(app.count("aduan_foto WHERE diterima_pada IS NOT NULL"), 1);
    let upload = left_by_a_crash(&app, &siti, JPEG).await;
    upload
        .sends(JPEG.len() as u64, b"")
        .await
        .stands_at(JPEG.len() as u64);
    assert_eq!(app.count("aduan_foto WHERE diterima_pada IS NOT NULL"), 2);
}

#[actix_web::test]
async fn bytes_that_the_disk_lost_are_asked_for_again() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let upload = left_by_a_crash(&app, &siti, JPEG).await;
    let path = app.config.data.join("unggahan").join(upload.id());
    std::fs::write(&path, &JPEG[..300]).unwrap();
    assert_eq!(upload.offset().await, 300);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(upload.offset().await, 0);
    upload.sends(0, JPEG).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn bytes_that_were_never_acknowledged_are_not_believed() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    upload.sends(0, &JPEG[..100]).await.stands_at(100);
    let path = app.config.data.join("unggahan").join(upload.id());
    std::fs::write(&path, [&JPEG[..100], b"torn by a crash"].concat()).unwrap();
    assert_eq!(upload.offset().await, 100);
    upload.sends(100, &JPEG[100..]).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn an_upload_expires_a_week_after_its_last_part_and_is_swept_away() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let upload = siti.begins(aduan.id, JPEG).await;
    app.advance(TimeDelta::days(6));
    upload.sends(0, &JPEG[..100]).await.stands_at(100);
    app.advance(TimeDelta::days(6));
    assert_eq!(upload.offset().await, 100);
    assert_eq!(sweep(&app.db, &app.files).await.unwrap(), 0);
    app.advance(TimeDelta::days(2));
    upload
        .sends(100, &JPEG[100..])
        .await
        .refused(ErrorCode::UnggahanBerakhir);
    assert_eq!(upload.head().await.status, 410);
    assert_eq!(sweep(&app.db, &app.files).await.unwrap(), 1);
    assert_eq!(app.count("unggahan"), 0);
    assert_eq!(
        std::fs::read_dir(app.config.data.join("unggahan"))
            .unwrap()
            .count(),
        0
    );
    assert_eq!(upload.head().await.status, 404);
    siti.uploads(aduan.id, JPEG).await.stands_at(JPEG.len() as u64);
}

#[actix_web::test]
async fn a_file_that_no_upload_knows_is_swept_away_and_a_strange_one_let_be() {
    let app = TestApp::start().await;
    let folder = app.config.data.join("unggahan");
    std::fs::write(folder.join(shared::id::UploadId::mint().to_string()), "stray").unwrap();
    std::fs::write(folder.join("README"), "not ours").unwrap();
    assert_eq!(sweep(&app.db, &app.files).await.unwrap(), 1);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[actix_web::test]
async fn an_expired_upload_that_was_not_yet_swept_gives_way_to_a_new_one() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let aduan = siti.has_sent(|aduan| aduan.foto = vec![listed(JPEG)]).await;
    let old = siti.begins(aduan.id, JPEG).await;
    old.sends(0, &JPEG[..100]).await.stands_at(100);
    app.advance(TimeDelta::days(8));
    let new = siti.begins(aduan.id, JPEG).await;
    assert_ne!(new.path, old.path);
    new.sends(0, JPEG).await.stands_at(JPEG.len() as u64);
    assert_eq!(sweep(&app.db, &app.files).await.unwrap(), 1, "the old one's file");
}
