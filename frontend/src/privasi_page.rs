//! What is kept of a person, why and for how long (UU 27/2022 articles 21, 24, 30, 32, 40, 43). The
//! district's own words on purpose, time and rights come from its configuration.

use leptos::prelude::*;
use shared::portal::{Kontak, Portal};

use crate::portal::PortalContext;
use crate::ui::{Card, Heading, Skeleton};

#[component]
pub fn PrivasiPage() -> impl IntoView {
    let portal = expect_context::<PortalContext>().portal;
    view! {
        <Heading title="Privasi dan data Anda" />
        <p>"Kami hanya meminta yang diperlukan untuk menangani aduan Anda."</p>
        {move || match portal.get() {
            Some(portal) => view! { <DistrictWords portal=portal /> }.into_any(),
            None => view! { <Skeleton lines=4 /> }.into_any(),
        }}
        <Topic title="Siapa melihat apa">
            <ul>
                <li>"Umum hanya melihat status dan tanggal, serta judul, ringkasan, tanggapan, dan foto tersamar yang sengaja ditampilkan petugas. Nama, nomor HP, foto asli, dan titik lokasi Anda tidak pernah ditampilkan untuk umum."</li>
                <li>"Petugas melihat isi aduan, foto, tempat, dan kontak Anda untuk menindaklanjutinya."</li>
                <li><strong>"Anonim: "</strong>"nama dan kontak Anda juga tidak terlihat oleh petugas."</li>
                <li><strong>"Rahasia: "</strong>"umum hanya melihat status dan tanggal, tidak lebih."</li>
            </ul>
        </Topic>
        <Topic title="Yang tersimpan di perangkat ini">
            <p>"Draf dan aduan yang menunggu dikirim disimpan di peramban perangkat ini, bersama kunci untuk membuka percakapannya. Isinya tersandi, tetapi siapa pun yang membuka portal di perangkat ini dapat melihatnya, kecuali Anda memasang PIN di Antrean. Bila perangkat dipakai bersama, pasang PIN, buang draf lewat formulirnya, dan hapus aduan yang sudah terkirim lewat Aduan saya."</p>
        </Topic>
        <Topic title="Foto">
            <p>"Foto dikecilkan di perangkat Anda, dan keterangan yang tersembunyi di dalamnya, seperti lokasi dan jenis kamera, dibuang sebelum dikirim. Lokasi hanya dikirim bila Anda menyertakannya sebagai isian."</p>
        </Topic>
    }
}

#[component]
fn Topic(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section>
            <Card>
                <h2>{title}</h2>
                {children()}
            </Card>
        </section>
    }
}

#[component]
fn DistrictWords(portal: Portal) -> impl IntoView {
    let text = portal.persetujuan;
    view! {
        <Topic title="Untuk apa data Anda">
            <p class="prose">{text.tujuan}</p>
            <p class="small muted">"Penanggung jawab: " {portal.skpd} ", " {portal.kabupaten} "."</p>
        </Topic>
        <Topic title="Berapa lama disimpan">
            <p class="prose">{text.masa_simpan}</p>
        </Topic>
        <Topic title="Hak Anda">
            <p class="prose">{text.hak}</p>
            <Contacts kontak=portal.kontak />
        </Topic>
        <p class="small muted">"Versi teks persetujuan: " {text.versi}</p>
    }
}

#[component]
fn Contacts(kontak: Kontak) -> impl IntoView {
    let line = |words: &'static str, href: String, text: String| {
        view! {
            <dt>{words}</dt>
            <dd><a href=href rel="external">{text}</a></dd>
        }
    };
    view! {
        <dl class="facts">
            {kontak.alamat.map(|alamat| view! { <dt>"Alamat"</dt><dd>{alamat}</dd> })}
            {kontak.telepon.map(|nomor| line("Telepon", format!("tel:{nomor}"), nomor))}
            {kontak
                .whatsapp
                .map(|nomor| line("WhatsApp", format!("https://wa.me/{}", nomor.trim_start_matches('+')), nomor))}
            {kontak.email.map(|email| line("E-mail", format!("mailto:{email}"), email))}
        </dl>
    }
}
