//! E-mail, through the district's own SMTP server.

use anyhow::Context;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::PoolConfig;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// Connections kept open: letters are few.
const KONEKSI: u32 = 2;

/// RFC 5321, 4.2.3: the mailbox is not there, or takes no letters. Any other refusal (a password that was changed, say) is
/// about the portal and not about this letter.
const NO_SUCH_BOX: &str = "55";

/// Where letters go out and in whose name.
#[derive(Clone)]
pub struct Surel {
    server: AsyncSmtpTransport<Tokio1Executor>,
    dari: Mailbox,
}

/// A letter, without its address.
pub struct Surat {
    /// Stands in its Message-ID: one that was sent twice, since the answer was lost, is known again.
    pub id: String,
    pub perihal: String,
    pub teks: String,
}

/// Why a letter did not go out. Never holds the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gagal {
    pub galat: String,
    /// The other side will not have it later either.
    pub selamanya: bool,
    /// There is nobody any more to whom it could go.
    pub hilang: bool,
    /// The other side could not be reached, whatever was to be sent.
    pub tak_terjangkau: bool,
}

impl Surel {
    /// `url` as `smtps://nama:sandi@server:465`, or `smtp://server:587?tls=required`; `dari` as
    /// `Portal Layanan <portal@contoh.go.id>`.
    pub fn new(url: &str, dari: &str) -> anyhow::Result<Self> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).context(
            "smtp_url: bukan alamat server surel, misalnya smtps://nama:sandi@surel.contoh.go.id:465",
        )?;
        let dari = dari
            .parse()
            .context("surel_dari: bukan alamat surel, misalnya Portal Layanan <portal@contoh.go.id>")?;
        Ok(Self {
            server: server.pool_config(PoolConfig::new().max_size(KONEKSI)).build(),
            dari,
        })
    }

    pub async fn kirim(&self, kepada: &str, surat: Surat) -> Result<(), Gagal> {
        let message = self.message(kepada, surat).map_err(|()| Gagal {
            galat: "alamat surel tidak dapat dipakai".to_owned(),
            selamanya: true,
            ..Gagal::default()
        })?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(match error.status() {
                Some(code) => {
                    let code = code.to_string();
                    Gagal {
                        selamanya: code.starts_with(NO_SUCH_BOX),
                        galat: format!("server surel menjawab {code}"),
                        ..Gagal::default()
                    }
                }
                None => Gagal {
                    galat: "server surel tidak terjangkau".to_owned(),
                    tak_terjangkau: true,
                    ..Gagal::default()
                },
            }),
        }
    }

    fn message(&self, kepada: &str, surat: Surat) -> Result<Message, ()> {
        let address: Address = kepada.parse().map_err(|_| ())?;
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        let builder: MessageBuilder = Message::builder()
            .from(self.dari.clone())
            .to(Mailbox::new(None, address))
            .subject(surat.perihal)
            .message_id(Some(format!("<{}@{}>", surat.id, self.dari.email.domain())))
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN);
        builder.body(surat.teks).map_err(|_| ())
    }
}
