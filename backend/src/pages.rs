//! Pages made on the server: HTML that needs no script, with its one style sheet inside, so that each is one answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, context};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::config::District;
use crate::error::Result;
use crate::http::headers::page_policy;

const STYLE: &str = include_str!("../templates/dasar.css");
const TEMPLATES: [(&str, &str); 3] = [
    ("dasar.html", include_str!("../templates/dasar.html")),
    ("cek.html", include_str!("../templates/cek.html")),
    ("docs.html", include_str!("../templates/docs.html")),
];

pub struct Pages {
    templates: Environment<'static>,
    policy: String,
}

impl Pages {
    /// The templates with the district's names in them.
    pub fn new(district: &District) -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        for (name, source) in TEMPLATES {
            templates.add_template(name, source)?;
        }
        let style = STYLE.trim();
        let portal = context! {
            nama => district.nama,
            kabupaten => district.kabupaten,
            skpd => district.skpd,
            kontak => district.kontak,
        };
        templates.add_global("portal", portal);
        templates.add_global("style", style);
        let hash = STANDARD.encode(Sha256::digest(style));
        Ok(Self {
            templates,
            policy: page_policy(&hash),
        })
    }

    pub fn answer(&self, status: StatusCode, template: &str, filled: impl Serialize) -> Result<HttpResponse> {
        let html = self
            .templates
            .get_template(template)
            .and_then(|page| page.render(filled));
        let html = html.map_err(anyhow::Error::new)?;
        Ok(HttpResponse::build(status)
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_SECURITY_POLICY, self.policy.as_str()))
            .content_type("text/html; charset=utf-8")
            .body(html))
    }
}
