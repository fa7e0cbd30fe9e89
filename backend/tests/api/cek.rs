//! The page that anyone reads, without a script.

use shared::wilayah::WilayahKode;

use crate::support::{Reply, TestApp};

/// All that the page weighs, in bytes.
const WEIGHT_MAX: usize = 20 * 1024;

#[actix_web::test]
async fn the_form_leads_to_the_page_of_the_code_however_it_was_typed() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    let kode = siti.has_sent(|_| {}).await.kode.to_string();
    assert!(app.get("/cek").await.ok().text.contains("<label for=\"kode\">"));
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let typed = kode.to_lowercase().replace('-', " ");
    let reply = Reply::of(http.get(app.url("/cek")).query(&[("kode", typed)])).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, Some(format!("/cek/{kode}").as_str()))
    );
    let page = app.get(&format!("/cek/{kode}")).await.ok();
    assert!(
        page.text.contains("Diterima") && page.text.contains(" WITA"),
        "{}",
        page.text
    );
}

#[actix_web::test]
async fn the_page_is_one_answer_of_little_weight_that_runs_no_script() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|_| {}).await;
    budi.does(
        aduan.id,
        "verifikasi",
        1,
        Some(&"Catatan panjang. ".repeat(100)),
        true,
    )
    .await
    .ok();
    budi.releases(aduan.id, 2, "Drainase buntu <script>alert(1)</script>")
        .await
        .ok();
    budi.does(
        aduan.id,
        "tanggapi",
        3,
        Some(&"Jawaban panjang. ".repeat(110)),
        true,
    )
    .await
    .ok();
    let page = app.get(&format!("/cek/{}", aduan.kode)).await.ok();
    assert!(page.text.len() <= WEIGHT_MAX, "{} bytes", page.text.len());
    for part in ["<script", "stylesheet", " src=", "<img"] {
        assert!(!page.text.contains(part), "{part} in {}", page.text);
    }
    assert!(
        page.text.contains("Drainase buntu &lt;script&gt;"),
        "{}",
        page.text
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
}

#[actix_web::test]
async fn a_mistyped_code_is_told_by_its_group_and_stays_in_the_field() {
    let app = TestApp::start().await;
    for path in ["/cek/ADU-00005-00000-0000F", "/cek?kode=adu+00005+00000+0000f"] {
        let page = app.get(path).await;
        assert_eq!(page.status, 422, "{path}");
        assert!(
            page.text.contains("kelompok ke-2") && page.text.contains("aria-invalid"),
            "{}",
            page.text
        );
        assert!(page.text.to_uppercase().contains("00005"), "{path}");
    }
    assert_eq!(app.get("/cek?kode=").await.status, 422);
}

#[actix_web::test]
async fn an_unknown_code_is_explained_and_a_guesser_is_told_to_wait() {
    let app = TestApp::start().await;
    let siti = app.pelapor();
    for _ in 0..=20 {
        let page = app.get(&format!("/cek/{}", siti.aduan().kode)).await;
        assert_eq!(page.status, 404);
        assert!(page.text.contains("menunggu dikirim"), "{}", page.text);
    }
    let page = app.get(&format!("/cek/{}", siti.aduan().kode)).await;
    assert_eq!(page.status, 429);
    assert!(page.header("retry-after").is_some() && page.text.contains("Tunggu sebentar"));
}

#[actix_web::test]
async fn nothing_private_stands_on_the_page() {
    let app = TestApp::start().await;
    let (siti, budi) = (app.pelapor(), app.petugas().await);
    let aduan = siti.has_sent(|aduan| {
        aduan.rahasia = true;
        aduan.lokasi.wilayah = WilayahKode::parse("63.11.01.2001");
    });
    let aduan = aduan.await;
    budi.does(aduan.id, "verifikasi", 1, Some("Catatan terbuka."), true)
        .await
        .ok();
    let page = app.get(&format!("/cek/{}", aduan.kode)).await.ok().text;
    for private in [
        "Siti",
        "3456",
        "Saluran",
        "Muara",
        "Juai",
        "Drainase",
        "Catatan terbuka",
    ] {
        assert!(!page.contains(private), "{private} in {page}");
    }
    assert!(page.contains("dirahasiakan"), "{page}");
}

#[actix_web::test]
async fn a_provisional_deadline_is_called_so() {
    let app = TestApp::start().await;
    let aduan = app.pelapor().has_sent(|_| {}).await;
    let page = async || app.get(&format!("/cek/{}", aduan.kode)).await.ok().text;
    for (set, told) in [("TRUE", true), ("FALSE", false)] {
        assert_eq!(
            app.execute(&format!("UPDATE aduan SET tenggat_sementara = {set}")),
            1
        );
        let text = page().await;
        assert!(text.contains("Paling lambat"), "{text}");
        assert_eq!(text.contains("(sementara)"), told, "{text}");
    }
}
