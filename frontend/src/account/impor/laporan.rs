//! What became of a file, line by line: as a table on a desk, as cards on a phone.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::account::{ImporHasil, ImporSalah};
use shared::words::ribuan;

use crate::ui::{Notice, Tone};

#[component]
pub fn Laporan(hasil: ImporHasil) -> impl IntoView {
    let tone = if hasil.salah.is_empty() {
        Tone::Leaf
    } else {
        Tone::Gold
    };
    let words = ringkasan(&hasil);
    let there = (hasil.sudah_ada > 0).then(|| {
        view! {
            <p>"Nama pengguna yang sudah ada dibiarkan seperti adanya, jadi berkas yang sama boleh dikirim lagi sesudah diperbaiki."</p>
        }
    });
    view! {
        <Notice tone=tone alert=true>
            <p><b>{words}</b></p>
            {there}
        </Notice>
        {(!hasil.salah.is_empty()).then(|| view! { <Tabel salah=hasil.salah /> })}
    }
}

/// Lines, not faults: one line may have several.
pub fn baris_salah(hasil: &ImporHasil) -> usize {
    let lines: BTreeSet<u32> = hasil.salah.iter().map(|salah| salah.baris).collect();
    lines.len()
}

fn ringkasan(hasil: &ImporHasil) -> String {
    let made = ribuan(u64::from(hasil.dibuat));
    let verb = if hasil.coba { "akan dibuat" } else { "dibuat" };
    let mut parts = vec![format!("{made} akun {verb}")];
    if hasil.sudah_ada > 0 {
        parts.push(format!("{} sudah ada", ribuan(u64::from(hasil.sudah_ada))));
    }
    let wrong = baris_salah(hasil);
    if wrong > 0 {
        parts.push(format!("{} baris perlu diperbaiki", ribuan(wrong as u64)));
    }
    format!("{}.", parts.join(", "))
}

#[component]
fn Tabel(salah: Vec<ImporSalah>) -> impl IntoView {
    let row = |salah: ImporSalah| {
        view! {
            <tr>
                <td data-label="Baris" class="num">{salah.baris}</td>
                <td data-label="Kolom">{salah.kolom}</td>
                <td data-label="Isi">{if salah.isi.is_empty() { "(kosong)".to_owned() } else { salah.isi }}</td>
                <td data-label="Yang perlu dilakukan">{salah.pesan}</td>
            </tr>
        }
    };
    view! {
        <table class="table">
            <caption>"Baris yang perlu diperbaiki di berkas"</caption>
            <thead>
                <tr>
                    <th scope="col">"Baris"</th>
                    <th scope="col">"Kolom"</th>
                    <th scope="col">"Isi"</th>
                    <th scope="col">"Yang perlu dilakukan"</th>
                </tr>
            </thead>
            <tbody>{salah.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salah(baris: u32) -> ImporSalah {
        ImporSalah {
            baris,
            kolom: "peran".into(),
            isi: "bos".into(),
            pesan: "Peran ini tidak dikenal.".into(),
        }
    }

    #[test]
    fn a_line_with_two_faults_counts_once() {
        let hasil = ImporHasil {
            coba: true,
            dibuat: 195,
            sudah_ada: 0,
            salah: vec![salah(12), salah(12), salah(52)],
            slip: Vec::new(),
            berlaku_sampai: None,
        };
        assert_eq!(
            ringkasan(&hasil),
            "195 akun akan dibuat, 2 baris perlu diperbaiki."
        );
        let again = ImporHasil {
            coba: false,
            dibuat: 0,
            sudah_ada: 1_195,
            salah: Vec::new(),
            ..hasil
        };
        assert_eq!(ringkasan(&again), "0 akun dibuat, 1.195 sudah ada.");
    }
}
