//! Validity as a type: a [`Valid`] can only be had by validating, in the form and in the server by the same rules
//! and in the same words.

use std::borrow::Cow;
use std::fmt::Display;

use garde::Validate;
use garde::i18n::{I18n, InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind, with_i18n};

use crate::error::ApiError;
use crate::words::nomor_hp;

/// A value that has been found valid.
#[derive(Clone, PartialEq, Debug)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    pub fn into_inner(self) -> T {
        self.0
    }

    pub const fn get(&self) -> &T {
        &self.0
    }
}

impl<T: Validate<Context = ()>> Valid<T> {
    /// Validates with Indonesian messages.
    ///
    /// # Errors
    /// [`crate::error::ErrorCode::IsianSalah`] with each field at fault.
    pub fn check(value: T) -> Result<Self, ApiError> {
        match with_i18n(Indonesian, || value.validate()) {
            Ok(()) => Ok(Self(value)),
            Err(report) => Err(report.into()),
        }
    }
}

/// garde's messages, in the words of the service.
struct Indonesian;

impl I18n for Indonesian {
    fn length_lower_than(&self, min: usize) -> Cow<'static, str> {
        match min {
            1 => "Wajib diisi.".into(),
            min => format!("Terlalu pendek: isi paling sedikit {min}.").into(),
        }
    }

    fn length_greater_than(&self, max: usize) -> Cow<'static, str> {
        format!(
            "Terlalu panjang: paling banyak {}.",
            crate::words::ribuan(max as u64)
        )
        .into()
    }

    fn range_lower_than(&self, min: &dyn Display) -> Cow<'static, str> {
        format!("Terlalu kecil: paling kecil {min}.").into()
    }

    fn range_greater_than(&self, max: &dyn Display) -> Cow<'static, str> {
        format!("Terlalu besar: paling besar {max}.").into()
    }

    fn credit_card_invalid(&self, _: InvalidCreditCard) -> Cow<'static, str> {
        "Nomor kartu tidak benar.".into()
    }

    fn pattern_no_match(&self, _: &dyn Display) -> Cow<'static, str> {
        "Penulisannya tidak benar.".into()
    }

    fn contains_missing(&self, pattern: &dyn Display) -> Cow<'static, str> {
        format!("Harus memuat \"{pattern}\".").into()
    }

    fn url_invalid(&self, _: InvalidUrl) -> Cow<'static, str> {
        "Alamat situs tidak benar. Contoh: https://contoh.go.id".into()
    }

    fn prefix_missing(&self, pattern: &dyn Display) -> Cow<'static, str> {
        format!("Harus diawali \"{pattern}\".").into()
    }

    fn suffix_missing(&self, pattern: &dyn Display) -> Cow<'static, str> {
        format!("Harus diakhiri \"{pattern}\".").into()
    }

    fn phone_number_invalid(&self, _: InvalidPhoneNumber) -> Cow<'static, str> {
        "Nomor HP tidak benar. Contoh: 0812 3456 7890".into()
    }

    fn ip_invalid(&self, _: IpKind) -> Cow<'static, str> {
        "Alamat jaringan tidak benar.".into()
    }

    fn matches_field_mismatch(&self, field: &dyn Display) -> Cow<'static, str> {
        format!("Harus sama dengan {field}.").into()
    }

    fn email_invalid(&self, _: InvalidEmail) -> Cow<'static, str> {
        "Alamat e-mail tidak benar. Contoh: nama@contoh.id".into()
    }

    fn ascii_invalid(&self) -> Cow<'static, str> {
        "Hanya huruf dan angka biasa.".into()
    }

    fn alphanumeric_invalid(&self) -> Cow<'static, str> {
        "Hanya huruf dan angka.".into()
    }

    fn required_not_set(&self) -> Cow<'static, str> {
        "Wajib diisi.".into()
    }
}

/// A person's text: control characters other than line breaks have no business in it.
pub(crate) fn plain_text(text: &str, _: &()) -> garde::Result {
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(garde::Error::new(
            "Ada karakter yang tidak dapat diterima. Ketik ulang bagian itu.",
        ));
    }
    Ok(())
}

/// Length in characters after trimming, since spaces alone say nothing.
pub(crate) fn trimmed_length(min: usize, max: usize) -> impl Fn(&str, &()) -> garde::Result {
    move |text, ()| {
        let length = text.trim().chars().count();
        if length == 0 && min > 0 {
            return Err(garde::Error::new("Wajib diisi."));
        }
        if length < min {
            return Err(garde::Error::new(format!(
                "Terlalu pendek: {length} huruf. Tulis paling sedikit {min} huruf."
            )));
        }
        if length > max {
            return Err(garde::Error::new(format!(
                "Terlalu panjang: {} huruf. Tulis paling banyak {} huruf.",
                crate::words::ribuan(length as u64),
                crate::words::ribuan(max as u64)
            )));
        }
        plain_text(text, &())
    }
}

/// Refuses what no phone in this country rings at.
pub(crate) fn is_hp(text: &str, _: &()) -> garde::Result {
    if text.trim().is_empty() {
        return Err(garde::Error::new("Wajib diisi."));
    }
    match nomor_hp(text) {
        Some(_) => Ok(()),
        None => Err(garde::Error::new("Nomor HP tidak benar. Contoh: 0812 3456 7890")),
    }
}

/// Refuses what is plainly no e-mail address; whether it exists only a letter can tell. Written by hand, since a
/// regular expression engine would be the heaviest thing in the web app.
pub(crate) fn is_email(text: &str, _: &()) -> garde::Result {
    let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let fits = text.len() <= 254
        && text.split_once('@').is_some_and(|(name, domain)| {
            let name_fits = (1..=64).contains(&name.len())
                && !name.contains(|c: char| c.is_whitespace() || c.is_control());
            name_fits && domain.contains('.') && domain.split('.').all(label)
        });
    if fits {
        Ok(())
    } else {
        Err(garde::Error::new(
            "Alamat e-mail tidak benar. Contoh: nama@contoh.id",
        ))
    }
}

/// A name to log in with: told apart without regard to case, and safe in a spreadsheet, an address and a log.
pub(crate) fn is_nama_pengguna(text: &str, _: &()) -> garde::Result {
    let text = text.trim();
    let fits = (3..=64).contains(&text.len())
        && text
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-'))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric());
    if fits {
        Ok(())
    } else {
        Err(garde::Error::new(
            "Nama pengguna: 3 sampai 64 huruf, angka, titik atau tanda hubung, tanpa spasi. Contoh: siti.aminah",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses_are_judged_by_their_shape() {
        for good in ["siti@contoh.id", "a.b+c@mail.balangankab.go.id"] {
            assert!(is_email(good, &()).is_ok(), "{good}");
        }
        for bad in [
            "",
            "siti",
            "siti@",
            "@contoh.id",
            "a b@contoh.id",
            "a\0@contoh.id",
            "siti@contoh",
            "siti@contoh..id",
            "siti@a@contoh.id",
        ] {
            assert!(is_email(bad, &()).is_err(), "{bad}");
        }
    }

    #[test]
    fn spaces_alone_are_nothing() {
        assert!(trimmed_length(1, 5)("   ", &()).is_err());
        assert!(trimmed_length(0, 5)("   ", &()).is_ok());
        assert!(trimmed_length(1, 5)(" abcde ", &()).is_ok());
        assert!(trimmed_length(1, 5)("ab\u{7}c", &()).is_err());
    }
}
